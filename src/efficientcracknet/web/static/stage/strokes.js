/** Brush and eraser: a stroke is drawn at once, and sent to the program, which measures anew. */

import { complain } from "../app/announce.js";
import { editPicture } from "../app/changes.js";
import { desk } from "../app/desk.js";
import { extendStroke } from "./geometry.js";

const MOST_POINTS = 5000;

/** @param {import("./stage.js").Stage} stage */
export function offerStrokes(stage) {
  const { osd } = stage.viewer;
  /** @type {Draft | null} */
  let stroke = null;
  let isByKey = false;

  const findTool = () => {
    const { tool } = desk.now;
    return tool === "paint" || tool === "erase" ? tool : null;
  };
  const begin = (/** @type {Point | null} */ point) => {
    const tool = findTool();
    if (!tool || !point) return;
    stroke = { kind: tool, lines: [[]], radius_px: desk.now.radius[tool] };
    desk.set({ drafts: [...desk.now.drafts, stroke] });
    extend(point);
  };
  const extend = (/** @type {Point | null} */ point) => {
    if (!stroke || !point) return;
    if (extendStroke(stroke.lines[0], point, stroke.radius_px, MOST_POINTS)) stage.paint();
  };
  const end = () => {
    if (stroke) send(stroke);
    stroke = null;
    isByKey = false;
  };
  const drop = () => {
    if (stroke) desk.set({ drafts: desk.now.drafts.filter((one) => one !== stroke) });
    stroke = null;
  };

  osd.addHandler("canvas-press", (event) => !isByKey && begin(stage.viewer.toPoint(event.position)));
  osd.addHandler("canvas-drag", (/** @type {any} */ event) => {
    if (!stroke || isByKey) return;
    event.preventDefaultAction = true;
    extend(stage.viewer.toPoint(event.position));
  });
  osd.addHandler("canvas-release", () => !isByKey && end());
  osd.addHandler("canvas-pinch", drop); // two fingers zoom
  osd.addHandler("canvas-double-click", (/** @type {any} */ event) => {
    if (desk.now.tool !== "look") event.preventDefaultAction = true;
  });
  osd.addHandler("animation", () => isByKey && extend(stage.viewer.findMiddle()));
  osd.canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !findTool()) return;
    event.preventDefault();
    if (isByKey) return end();
    begin(stage.viewer.findMiddle());
    isByKey = true;
  });
  desk.on(["tool", "current"], () => (isByKey ? end() : drop()));
  followPointer(stage);
}

/** @param {Draft} stroke */
function send(stroke) {
  const { current } = desk.now;
  if (!current) return;
  const { kind, lines, radius_px } = stroke;
  editPicture(current, { kind, points_px: lines[0], radius_px }).catch((error) => {
    desk.set({ drafts: desk.now.drafts.filter((one) => one !== stroke) });
    complain(error);
  });
}

/** @param {import("./stage.js").Stage} stage whose brush is drawn where the pointer is */
function followPointer(stage) {
  const { canvas } = stage.viewer.osd;
  canvas.addEventListener("pointermove", (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    stage.pointer = stage.viewer.toPoint({ x: event.clientX - left, y: event.clientY - top });
    if (desk.now.tool !== "look") stage.draw();
  });
  canvas.addEventListener("pointerleave", () => {
    stage.pointer = null;
    stage.draw();
  });
}
