/** The scale of the photo: from two points, from the corners of a rectangle, or typed; for this photo or for all. */

import { complain, note } from "../app/announce.js";
import { applyToAll, changePicture } from "../app/changes.js";
import { desk, findCurrent } from "../app/desk.js";
import { find, findButton, findInput } from "../app/elements.js";
import { format, tell } from "../app/messages.js";
import { findDistance, orderCorners } from "../stage/geometry.js";
import { takeTool } from "../stage/tools.js";
import { readNumber } from "./figures.js";

/** @typedef {Scale["kind"]} Kind */

const MM = { mm: 1, cm: 10, m: 1000, in: 25.4 };

/** @type {Kind} */
let kind = "two_points";
let hadAll = false; // points enough
const form = /** @type {HTMLFormElement} */ (find("#scale-form"));

export function offerScale() {
  findButton("#scale-open").addEventListener("click", () => (form.hidden ? open() : close()));
  findButton("#scale-cancel").addEventListener("click", close);
  findButton("#scale-remove").addEventListener("click", () => keep(null, false));
  for (const choice of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=scale-kind]"))) {
    choice.addEventListener("change", () => setKind(/** @type {Kind} */ (choice.value), []));
  }
  form.addEventListener("input", renderAnswer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const scale = read();
    const isForAll = /** @type {HTMLElement | null} */ (event.submitter)?.id === "scale-all";
    if (scale) keep(scale, isForAll);
  });
  desk.on(["tool"], () => {
    if (desk.now.tool === "scale" && form.hidden) open();
    if (desk.now.tool !== "scale" && !form.hidden && kind !== "mm_per_px") hide();
  });
  desk.on(["current"], hide);
  desk.on(["current", "pictures", "project", "language"], render);
  desk.on(["scalePoints", "language"], renderAnswer);
  desk.on(["scalePoints"], leadOn);
}

/** To what is still missing, once the last point is set. */
function leadOn() {
  const { kind: wanted, points } = desk.now.scalePoints;
  const hasAll = points.length === (wanted === "corners" ? 4 : 2);
  const field = findInput(wanted === "corners" ? "#scale-width" : "#scale-distance");
  if (hasAll && !hadAll && !form.hidden && !field.value) {
    document.body.dataset.pane = "inspector"; // where there is room for one pane only
    field.focus();
  }
  hadAll = hasAll;
}

/** Begins with the scale that is there. */
function open() {
  const scale = findCurrent()?.scale ?? null;
  form.hidden = false;
  if (scale?.kind === "mm_per_px") findInput("#scale-number").value = String(scale.mm_per_px);
  if (scale?.kind === "two_points") findInput("#scale-distance").value = String(scale.distance_mm);
  if (scale?.kind === "corners") {
    findInput("#scale-width").value = String(scale.width_mm);
    findInput("#scale-height").value = String(scale.height_mm);
  }
  if (scale) /** @type {HTMLSelectElement} */ (find("#scale-unit")).value = "mm";
  const isClicked = scale && scale.kind !== "mm_per_px";
  const points = isClicked ? (scale.kind === "corners" ? scale.corners_px : scale.points_px) : [];
  setKind(desk.now.tool === "scale" || isClicked ? (isClicked ? scale.kind : "two_points") : (scale?.kind ?? "two_points"), points);
  render();
}

function close() {
  hide();
  takeTool("look");
  findButton("#scale-open").focus();
}

function hide() {
  form.hidden = true;
  render();
}

/**
 * @param {Kind} wanted
 * @param {readonly Point[]} points
 */
function setKind(wanted, points) {
  kind = wanted;
  const choice = /** @type {HTMLInputElement} */ (form.querySelector(`[value="${wanted}"]`));
  choice.checked = true;
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-kind]"))) {
    part.hidden = !part.dataset.kind?.split(" ").includes(wanted);
  }
  if (wanted !== "mm_per_px") desk.set({ scalePoints: { kind: wanted, points } });
  takeTool(wanted === "mm_per_px" ? "look" : "scale");
  renderAnswer();
}

/** @returns {Scale | null} what the form says; null while something is missing */
function read() {
  const unit = /** @type {HTMLSelectElement} */ (find("#scale-unit")).value;
  const mm = (/** @type {string} */ selector) => {
    const value = readNumber(findInput(selector).value);
    return value === null ? null : value * MM[/** @type {keyof typeof MM} */ (unit)];
  };
  const { points } = desk.now.scalePoints;
  if (kind === "mm_per_px") {
    const mm_per_px = readNumber(findInput("#scale-number").value);
    return mm_per_px === null ? null : { kind, mm_per_px };
  }
  if (kind === "two_points") {
    const distance_mm = mm("#scale-distance");
    return distance_mm === null || points.length < 2 ? null : { kind, points_px: [...points], distance_mm };
  }
  const [width_mm, height_mm] = [mm("#scale-width"), mm("#scale-height")];
  if (width_mm === null || height_mm === null || points.length < 4) return null;
  return { kind, corners_px: orderCorners(points), width_mm, height_mm };
}

/**
 * @param {Scale | null} scale
 * @param {boolean} isForAll
 */
async function keep(scale, isForAll) {
  const picture = findCurrent();
  if (!picture) return;
  try {
    if (isForAll) await applyToAll({ scale });
    else await changePicture(picture.id, { scale });
  } catch (error) {
    return complain(error);
  }
  note(tell(scale ? (isForAll ? "scaleKeptAll" : "scaleKept") : "scaleRemoved"));
  close();
}

function render() {
  const picture = findCurrent();
  find("#scale-text").textContent = picture?.scale ? tellScale(picture) : tell("scaleNone");
  find("#scale-origin").textContent = picture?.scale ? tell(picture.own_scale ? "scaleOwn" : "scaleOfAll") : tell("scaleWhy");
  const open = findButton("#scale-open");
  open.textContent = tell(picture?.scale ? "scaleChange" : "scaleSet");
  open.setAttribute("aria-expanded", String(!form.hidden));
  findButton("#scale-remove").hidden = !picture?.own_scale;
  findButton("#scale-all").hidden = desk.now.pictures.size < 2;
}

/** @param {Picture} picture */
function tellScale({ scale, scale_text }) {
  if (scale?.kind === "corners") return tell("scaleCorners", { width: format(scale.width_mm), height: format(scale.height_mm) });
  const side = scale?.kind === "two_points" ? scale.distance_mm / findDistance(scale.points_px[0], scale.points_px[1]) : scale?.mm_per_px;
  return side === undefined ? (scale_text ?? "") : tell("scalePixel", { value: format(side, { maximumSignificantDigits: 4 }) });
}

/** What the form comes to, before it is kept. */
function renderAnswer() {
  const scale = read();
  const { points } = desk.now.scalePoints;
  const wanted = kind === "corners" ? 4 : 2;
  const missing = kind !== "mm_per_px" && points.length < wanted;
  let text = tell(missing ? (kind === "corners" ? "scaleMissingCorners" : "scaleMissingPoints") : "scaleMissingNumber", { set: points.length });
  if (scale?.kind === "two_points") {
    const distance = findDistance(scale.points_px[0], scale.points_px[1]);
    text = tell("scaleAnswer", { distance: format(distance, { maximumFractionDigits: 1 }), side: format(scale.distance_mm / distance, { maximumSignificantDigits: 4 }) });
  } else if (scale) text = tell("scaleReady");
  find("#scale-answer").textContent = text;
  findButton("#scale-this").disabled = findButton("#scale-all").disabled = !scale;
}
