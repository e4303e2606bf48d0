/**
 * What is drawn over photo and map, always equally fine: courses of cracks, numbers and widths, points of the scale, the
 * brush, and a cross for those who steer by keyboard.
 *
 * @typedef {object} Scene
 * @property {{left: number, top: number, zoom: number}} place of the photo on the stage, CSS px
 * @property {{crack: Crack, colour: string, text: string}[]} cracks longest first
 * @property {number | null} selected
 * @property {boolean} labels
 * @property {number} opacity
 * @property {number} wipe CSS px from the left, where marks begin
 * @property {{kind: "two_points" | "corners", points: readonly Point[]} | null} scale
 * @property {{point: Point, radius_px: number} | null} brush
 * @property {boolean} cross
 */

import { writeLabels } from "./labels.js";
import { INK, PAPER } from "./palette.js";
import { findPath, stroke } from "./paths.js";
import { drawScalePoints } from "./scale-points.js";

const RIM = 40; // CSS px beyond the stage that marks may reach in from
const FAR = 0.6; // CSS px for a pixel: below, the map alone is too fine to be seen

export class Marks {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /** @param {Scene | null} scene */
  draw(scene) {
    const { canvas, context } = this;
    const dense = devicePixelRatio;
    const [width, height] = [Math.round(canvas.clientWidth * dense), Math.round(canvas.clientHeight * dense)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    if (!scene) return;
    const { left, top, zoom } = scene.place;
    const toPhoto = () => context.setTransform(zoom * dense, 0, 0, zoom * dense, left * dense, top * dense);
    const toStage = () => context.setTransform(dense, 0, 0, dense, 0, 0);

    const seen = { ...scene, cracks: scene.cracks.filter(({ crack }) => isSeen(crack, scene.place, canvas)) };
    context.save();
    toStage();
    context.beginPath();
    context.rect(scene.wipe, 0, canvas.clientWidth - scene.wipe, canvas.clientHeight);
    context.clip();
    toPhoto();
    context.lineCap = context.lineJoin = "round";
    context.globalAlpha = scene.opacity;
    if (zoom < FAR) traceAll(context, seen);
    context.globalAlpha = 1;
    traceSelected(context, seen);
    toStage();
    if (scene.labels) writeLabels(context, seen, canvas);
    context.restore();

    toStage();
    if (scene.scale) drawScalePoints(context, scene.scale, scene.place);
    if (scene.brush) drawBrush(context, scene.brush, scene.place);
    if (scene.cross) drawCross(context, canvas.clientWidth / 2, canvas.clientHeight / 2);
  }
}

/**
 * @param {Crack} crack
 * @param {Scene["place"]} place
 * @param {HTMLCanvasElement} canvas
 */
function isSeen({ box_top_px, box_left_px, box_height_px, box_width_px }, { left, top, zoom }, canvas) {
  return (
    left + (box_left_px + box_width_px) * zoom >= -RIM &&
    left + box_left_px * zoom <= canvas.clientWidth + RIM &&
    top + (box_top_px + box_height_px) * zoom >= -RIM &&
    top + box_top_px * zoom <= canvas.clientHeight + RIM
  );
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 */
function traceAll(context, { cracks, place: { zoom } }) {
  for (const { crack } of cracks) stroke(context, findPath(crack.lines), INK, 3.5 / zoom);
  for (const { crack, colour } of cracks) stroke(context, findPath(crack.lines), colour, 1.75 / zoom);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 */
function traceSelected(context, { cracks, selected, place: { zoom } }) {
  const chosen = cracks.find(({ crack }) => crack.crack === selected);
  if (!chosen) return;
  const width = 1.5 * (chosen.crack.width_max_px ?? 0) + 8 / zoom;
  const path = findPath(chosen.crack.lines);
  stroke(context, path, INK, width + 6 / zoom);
  stroke(context, path, PAPER, width + 4 / zoom);
  context.globalCompositeOperation = "destination-out"; // a rim: the crack itself stays to be seen
  stroke(context, path, INK, width);
  context.globalCompositeOperation = "source-over";
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{point: Point, radius_px: number}} brush
 * @param {{left: number, top: number, zoom: number}} place
 */
function drawBrush(context, { point: [row, column], radius_px }, { left, top, zoom }) {
  for (const [colour, width] of /** @type {const} */ ([[INK, 3], [PAPER, 1.25]])) {
    context.beginPath();
    context.arc(left + (column + 0.5) * zoom, top + (row + 0.5) * zoom, Math.max(radius_px * zoom, 1.5), 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 */
function drawCross(context, x, y) {
  for (const [colour, width] of /** @type {const} */ ([[INK, 4], [PAPER, 1.5]])) {
    context.beginPath();
    for (const [across, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 5 * across, y + 5 * down);
      context.lineTo(x + 15 * across, y + 15 * down);
    }
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}
