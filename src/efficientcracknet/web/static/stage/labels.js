/**
 * Number and width beside the widest place of each crack, where no other label stands.
 *
 * @typedef {import("./marks.js").Scene} Scene
 * @typedef {{x: number, y: number, width: number, height: number}} Rectangle  CSS px
 */

import { INK, LABEL_FONT, PAPER } from "./palette.js";

const MOST = 40;
const HEIGHT = 20;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene with the cracks that are on the stage
 * @param {HTMLCanvasElement} canvas
 */
export function writeLabels(context, { cracks, selected, place: { left, top, zoom }, wipe }, canvas) {
  /** @type {Rectangle[]} */
  const taken = [];
  const first = cracks.filter(({ crack }) => crack.crack === selected);
  context.font = LABEL_FONT;
  context.textBaseline = "middle";
  for (const { crack, colour, text } of [...first, ...cracks.slice(0, MOST)]) {
    const [row, column] = findWidest(crack);
    const [x, y] = [left + (column + 0.5) * zoom, top + (row + 0.5) * zoom];
    if (x < wipe || x > canvas.clientWidth || y < 0 || y > canvas.clientHeight) continue;
    const box = { x: x + 9, y: y - 26, width: findWidth(context, text) + 17, height: HEIGHT };
    box.x = Math.min(box.x, canvas.clientWidth - box.width - 2);
    box.y = Math.max(box.y, 2);
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    writeLabel(context, box, text, colour, crack.crack === selected);
  }
}

/** @type {Map<string, number>} */
const widths = new Map();

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 */
function findWidth(context, text) {
  const width = widths.get(text) ?? context.measureText(text).width;
  widths.set(text, width);
  return width;
}

/** @param {Crack} crack @returns {Point} */
function findWidest({ widest_row_px, widest_column_px, lines }) {
  if (widest_row_px !== null && widest_column_px !== null) return [widest_row_px, widest_column_px];
  return lines[0][Math.floor(lines[0].length / 2)];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Rectangle} box
 * @param {string} text
 * @param {string} colour
 * @param {boolean} isSelected
 */
function writeLabel(context, { x, y, width, height }, text, colour, isSelected) {
  context.fillStyle = isSelected ? PAPER : INK;
  context.beginPath();
  context.roundRect(x, y, width, height, 4);
  context.fill();
  context.fillStyle = colour;
  context.strokeStyle = INK;
  context.beginPath();
  context.roundRect(x, y, 5, height, [4, 0, 0, 4]);
  context.fill();
  context.fillStyle = isSelected ? INK : PAPER;
  context.fillText(text, x + 10, y + height / 2 + 0.5);
}

/**
 * @param {Rectangle} one
 * @param {Rectangle} other
 */
function overlap(one, other) {
  return (
    one.x < other.x + other.width + 3 &&
    other.x < one.x + one.width + 3 &&
    one.y < other.y + other.height + 3 &&
    other.y < one.y + one.height + 3
  );
}
