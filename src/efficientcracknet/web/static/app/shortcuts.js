/** Keys that work wherever the reader is, but not while something is typed or a dialog is open. */

import { showHelp } from "../dialogs/help.js";
import { deleteCrack } from "../inspector/cracks.js";
import { stepBy } from "../photos/photo-list.js";
import { redo, setRadius, takeTool, undo } from "../stage/tools.js";
import { desk } from "./desk.js";
import { findInput } from "./elements.js";
import { keep, readKept } from "./keeping.js";

/** @type {Record<string, () => void>} */
const ACTIONS = {
  v: () => takeTool("look"),
  m: () => takeTool("scale"),
  b: () => takeTool("paint"),
  e: () => takeTool("erase"),
  c: () => desk.now.current && desk.set({ wiping: !desk.now.wiping }),
  l: () => desk.set({ labels: !desk.now.labels }),
  j: () => stepBy(1),
  k: () => stepBy(-1),
  "[": () => setRadius(findRadius() - 1),
  "]": () => setRadius(findRadius() + 1),
  "?": showHelp,
  Delete: () => desk.now.selected !== null && deleteCrack(desk.now.selected),
  Escape: () => (desk.now.tool === "look" ? desk.set({ selected: null }) : takeTool("look")),
};

const STORED = "efficientcracknet-keys";

/** Whoever speaks to the machine, or rests a hand on the keys, may switch single ones off. */
function offerSwitch() {
  const input = findInput("#keys-on");
  input.checked = readKept(STORED) !== "off";
  input.addEventListener("change", () => keep(STORED, input.checked ? "on" : "off"));
  return () => input.checked;
}

export function listenForKeys() {
  const isOn = offerSwitch();
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey) return orderUndo(event, target);
    if (isTyping(target) || (event.key === "Delete" && target.closest("tbody"))) return;
    const act = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key.length === 1 && !isOn())) return;
    event.preventDefault();
    act();
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
function orderUndo(event, target) {
  const key = event.key.toLowerCase();
  if (isTyping(target) || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
}

/** @param {HTMLElement} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio", "file"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function findRadius() {
  const { tool, radius } = desk.now;
  return tool === "erase" ? radius.erase : radius.paint;
}
