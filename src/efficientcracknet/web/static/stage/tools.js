/** The tools over the stage: which is in hand, what it needs, undo and redo, and the looks of the marks. */

import { attempt } from "../app/announce.js";
import { orderPicture } from "../app/changes.js";
import { desk } from "../app/desk.js";
import { find, findButton, findInput } from "../app/elements.js";
import { format, tell } from "../app/messages.js";

/** @param {import("./stage.js").Stage} stage */
export function offerTools(stage) {
  const { viewer } = stage;
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.addEventListener("click", () => takeTool(/** @type {Tool} */ (button.getAttribute("data-tool"))));
  }
  findButton("#zoom-in").addEventListener("click", viewer.zoomIn);
  findButton("#zoom-out").addEventListener("click", viewer.zoomOut);
  findButton("#zoom-fit").addEventListener("click", viewer.zoomFit);
  findButton("#zoom-pixels").addEventListener("click", viewer.zoomPixels);
  findButton("#undo").addEventListener("click", undo);
  findButton("#redo").addEventListener("click", redo);
  findButton("#toggle-wipe").addEventListener("click", () => desk.set({ wiping: !desk.now.wiping }));
  findButton("#toggle-labels").addEventListener("click", () => desk.set({ labels: !desk.now.labels }));
  findInput("#radius").addEventListener("input", () => setRadius(Number(findInput("#radius").value)));
  desk.on(["tool", "detail", "drafts", "current", "labels", "radius", "scalePoints", "language"], render);
}

/** @param {Tool} tool */
export function takeTool(tool) {
  if (!desk.now.current || (tool !== "look" && tool !== "scale" && !desk.now.detail?.result)) return;
  desk.set({ tool, ...(tool === "look" ? {} : { selected: null }) });
}

export function undo() {
  const { current, detail, drafts } = desk.now;
  if (!current || !(detail?.undo || drafts.length)) return;
  desk.set({ drafts: drafts.slice(0, -1) });
  attempt(() => orderPicture(current, "edits/undo"));
}

export function redo() {
  const { current, detail } = desk.now;
  if (current && detail?.redo) attempt(() => orderPicture(current, "edits/redo"));
}

/** @param {number} radius_px */
export function setRadius(radius_px) {
  const { tool, radius } = desk.now;
  if (tool === "paint" || tool === "erase") desk.set({ radius: { ...radius, [tool]: Math.min(Math.max(radius_px, 1), 60) } });
}

function render() {
  const { tool, detail, drafts, current, labels, radius, scalePoints } = desk.now;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-tool]"))) {
    const name = button.dataset.tool;
    button.setAttribute("aria-pressed", String(name === tool));
    button.disabled = !current || ((name === "paint" || name === "erase") && !detail?.result);
  }
  findButton("#undo").disabled = !detail?.undo && drafts.length === 0;
  findButton("#redo").disabled = !detail?.redo;
  find("#toggle-labels").setAttribute("aria-pressed", String(labels));
  const isDrawing = tool === "paint" || tool === "erase";
  find("#brush").hidden = !isDrawing;
  if (isDrawing) {
    findInput("#radius").value = String(radius[tool]);
    find("#radius-value").textContent = tell("pixels", { value: format(2 * radius[tool]) });
  }
  find("#stage-hint").textContent = tellHint(tool, scalePoints);
  find("#frame").dataset.hand = tool;
}

/**
 * @param {Tool} tool
 * @param {Desk["scalePoints"]} scalePoints
 */
function tellHint(tool, { kind, points }) {
  const isTouch = matchMedia("(pointer: coarse)").matches;
  if (tool !== "scale") return tell({ look: isTouch ? "hintTouch" : "hintLook", paint: "hintPaint", erase: "hintErase" }[tool]);
  const wanted = kind === "corners" ? 4 : 2;
  if (points.length >= wanted) return tell("hintScaleDone");
  const hint = kind === "corners" ? (isTouch ? "hintCornerTouch" : "hintCorner") : isTouch ? "hintPointTouch" : "hintPoint";
  return tell(hint, { number: points.length + 1, total: wanted });
}
