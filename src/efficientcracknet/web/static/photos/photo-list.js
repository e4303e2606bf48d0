/** The photos of the project, with what became of each; one of them is on the stage. */

import { desk } from "../app/desk.js";
import { find, make, makeIcon } from "../app/elements.js";
import { tell } from "../app/messages.js";
import { toPicture } from "../app/api.js";
import { describePicture } from "./describing.js";

/** @type {Map<string, {element: HTMLElement, shown: Picture | null, language: string}>} */
const rows = new Map();
const list = find("#photos");

export function showPhotos() {
  desk.on(["pictures", "language", "standards"], render);
  desk.on(["current"], () => {
    mark();
    rows.get(desk.now.current ?? "")?.element.scrollIntoView({ block: "nearest" });
  });
  list.addEventListener("click", ({ target }) => {
    const row = /** @type {HTMLElement} */ (target).closest("[data-picture]");
    if (row) choose(row.getAttribute("data-picture"));
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    stepBy(step, true);
  });
}

/**
 * @param {number} step to the next photo or the one before; infinite: to an end
 * @param {boolean} [takesFocus]
 */
export function stepBy(step, takesFocus = false) {
  const ids = [...desk.now.pictures.keys()];
  const at = ids.indexOf(desk.now.current ?? "") + step;
  choose(ids[Math.min(Math.max(at, 0), ids.length - 1)] ?? null);
  if (takesFocus) queueMicrotask(() => queueMicrotask(() => rows.get(desk.now.current ?? "")?.element.focus()));
}

/** @param {string | null} id */
function choose(id) {
  desk.set({ current: id });
  document.body.dataset.pane = "stage"; // where there is room for one pane only
}

function render() {
  const { pictures, language } = desk.now;
  for (const [id, row] of rows) {
    if (pictures.has(id)) continue;
    row.element.remove();
    rows.delete(id);
  }
  let before = null;
  for (const picture of pictures.values()) {
    const row = rows.get(picture.id) ?? addRow(picture);
    if (row.shown !== picture || row.language !== language) fill(row.element, picture);
    Object.assign(row, { shown: picture, language });
    const place = /** @type {Element | null} */ (before ? before.nextElementSibling : list.firstElementChild);
    if (place !== row.element) list.insertBefore(row.element, place);
    before = row.element;
  }
  mark();
}

/** @param {Picture} picture */
function addRow(picture) {
  const source = toPicture(desk.now.project?.id ?? "", picture.id, "/thumbnail.jpg");
  const image = make("img", { src: source, alt: "", width: 56, height: 56, loading: "lazy", decoding: "async" });
  image.addEventListener("error", () => image.replaceWith(make("span", { class: "blank" }))); // no sign of a broken picture
  const text = make("span", { class: "photo-text" }, make("span", { class: "photo-name" }), make("span", { class: "photo-state" }));
  const element = make("li", { class: "photo", role: "option", "data-picture": picture.id, tabindex: -1 }, image, text);
  const row = { element, shown: /** @type {Picture | null} */ (null), language: "" };
  rows.set(picture.id, row);
  return row;
}

/**
 * @param {HTMLElement} element
 * @param {Picture} picture
 */
function fill(element, picture) {
  const { kind, text, rank } = describePicture(picture);
  const [folder, file] = splitName(picture.name);
  element.dataset.kind = kind;
  element.title = picture.error ? `${picture.name}: ${picture.error}` : picture.name;
  find(".photo-name", element).replaceChildren(...(folder ? [make("span", { class: "folder" }, folder)] : []), make("span", { class: "file" }, file));
  const marks = [];
  if (kind === "failed") marks.push(makeIcon("alert"));
  if (picture.reviewed) marks.push(makeIcon("check"));
  if (rank !== null) marks.push(make("span", { class: `swatch ${rank}` }));
  find(".photo-state", element).replaceChildren(...marks, text);
}

function mark() {
  for (const [id, { element }] of rows) {
    const isCurrent = id === desk.now.current;
    element.setAttribute("aria-selected", String(isCurrent));
    element.tabIndex = isCurrent ? 0 : -1;
  }
}

/** @param {string} name */
function splitName(name) {
  const at = name.lastIndexOf("/") + 1;
  return [name.slice(0, at), name.slice(at)];
}

/** The text that screen readers hear when the photo on the stage changes. */
export function tellCurrent() {
  const { current, pictures } = desk.now;
  const picture = current === null ? undefined : pictures.get(current);
  return picture ? tell("photoOf", { name: picture.name, state: describePicture(picture).text }) : "";
}
