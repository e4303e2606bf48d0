/** Points of the scale: set by clicks or, at the cross, by the keyboard; dragged to where they belong. */

import { desk } from "../app/desk.js";
import { findDistance } from "./geometry.js";

const REACH = 18; // CSS px around a point in which it is taken hold of

/** @param {import("./stage.js").Stage} stage */
export function offerScalePoints(stage) {
  const { osd } = stage.viewer;
  /** @type {number | null} */
  let held = null;

  osd.addHandler("canvas-press", ({ position }) => {
    const [point, place] = [stage.viewer.toPoint(position), stage.viewer.findPlace()];
    if (desk.now.tool !== "scale" || !point || !place) return;
    const near = desk.now.scalePoints.points.findIndex((one) => findDistance(one, point) * place.zoom < REACH);
    held = near < 0 ? null : near;
  });
  osd.addHandler("canvas-drag", (/** @type {any} */ event) => {
    const point = stage.viewer.toPoint(event.position);
    if (held === null || !point) return;
    event.preventDefaultAction = true;
    setPoints(desk.now.scalePoints.points.with(held, round(point)));
  });
  osd.addHandler("canvas-click", (/** @type {any} */ event) => {
    const point = stage.viewer.toPoint(event.position);
    if (desk.now.tool === "scale" && event.quick && point && held === null) addPoint(point);
    held = null;
  });
  osd.addHandler("canvas-release", () => queueMicrotask(() => (held = null)));
  osd.canvas.addEventListener("keydown", (event) => {
    const middle = stage.viewer.findMiddle();
    if (desk.now.tool !== "scale" || !middle) return;
    if (event.key === "Enter") addPoint(middle);
    else if (event.key === "Backspace") setPoints(desk.now.scalePoints.points.slice(0, -1));
    else return;
    event.preventDefault();
  });
}

/** @param {Point} point the first after the last begins anew */
function addPoint(point) {
  const { kind, points } = desk.now.scalePoints;
  const isFull = points.length >= (kind === "corners" ? 4 : 2);
  setPoints([...(isFull ? [] : points), round(point)]);
}

/** @param {readonly Point[]} points */
function setPoints(points) {
  desk.set({ scalePoints: { ...desk.now.scalePoints, points } });
}

/** @param {Point} point @returns {Point} */
const round = ([row, column]) => [Math.round(row * 100) / 100, Math.round(column * 100) / 100];
