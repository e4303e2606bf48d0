/** The list of cracks: chosen here or on the stage, sorted, deleted and brought back. */

import { complain, note, say } from "../app/announce.js";
import { editPicture } from "../app/changes.js";
import { desk, isStale } from "../app/desk.js";
import { find, make, makeIconButton } from "../app/elements.js";
import { tell } from "../app/messages.js";
import { countClasses, tellClass } from "../photos/describing.js";
import { nameRank } from "../stage/palette.js";
import { formatLength, formatWidth } from "./figures.js";

/** @typedef {"crack" | "length" | "width" | "class"} Column */

/** @type {Record<Column, (crack: Crack) => number>} */
const VALUES = {
  crack: ({ crack }) => crack,
  length: ({ length_px }) => -length_px,
  width: ({ width_p95_px }) => -(width_p95_px ?? 0),
  class: ({ rank }) => -(rank ?? -1),
};

/** @type {{column: Column, isDown: boolean}} */
let order = { column: "crack", isDown: false };
const body = find("#cracks tbody");

/** @param {import("../stage/stage.js").Stage} stage */
export function showCracks(stage) {
  body.addEventListener("click", ({ target }) => {
    const row = /** @type {HTMLElement} */ (target).closest("tr");
    if (row) choose(stage, Number(row.dataset.crack));
  });
  body.addEventListener("keydown", (event) => steer(stage, event));
  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => sortBy(/** @type {Column} */ (button.getAttribute("data-sort"))));
  }
  desk.on(["detail", "drafts", "project", "standards", "language"], render);
  desk.on(["selected"], () => mark()?.scrollIntoView({ block: "nearest" }));
}

/**
 * @param {import("../stage/stage.js").Stage} stage
 * @param {number} number
 */
function choose(stage, number) {
  desk.set({ selected: number, tool: "look" });
  stage.showCrack(number);
}

/** @param {number} number */
export function deleteCrack(number) {
  const { detail, drafts } = desk.now;
  const crack = detail?.cracks.find((one) => one.crack === number);
  if (!detail?.result || !crack) return;
  if (isStale()) return note(tell("waitMeasuring"));
  /** @type {Draft} */
  const draft = { kind: "erase", lines: crack.lines, radius_px: (crack.width_max_px ?? 3) + 3 };
  desk.set({ drafts: [...drafts, draft], selected: null });
  say(tell("crackDeleted", { number }));
  editPicture(detail.id, { kind: "delete", crack: number, version: detail.result.version }).catch((error) => {
    desk.set({ drafts: desk.now.drafts.filter((one) => one !== draft) });
    complain(error);
  });
}

/** @param {Deleted} deleted */
function restore({ edit, number }) {
  const { detail } = desk.now;
  if (!detail) return;
  say(tell("crackRestored", { number }));
  editPicture(detail.id, { kind: "restore", edit }).catch(complain);
}

/**
 * @param {import("../stage/stage.js").Stage} stage
 * @param {KeyboardEvent} event
 */
function steer(stage, event) {
  const row = /** @type {HTMLElement} */ (event.target).closest("tr");
  if (!row) return;
  if (event.key === "Delete") {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    deleteCrack(Number(row.dataset.crack));
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector(".pick"))?.focus();
    return;
  }
  const to = event.key === "ArrowDown" ? row.nextElementSibling : event.key === "ArrowUp" ? row.previousElementSibling : null;
  if (!(to instanceof HTMLElement)) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (to.querySelector(".pick")).focus();
  choose(stage, Number(to.dataset.crack));
}

/** @param {Column} column */
function sortBy(column) {
  order = { column, isDown: order.column === column && !order.isDown };
  render();
}

function render() {
  const { detail } = desk.now;
  const cracks = [...(detail?.cracks ?? [])].sort((one, other) => VALUES[order.column](one) - VALUES[order.column](other));
  if (order.isDown) cracks.reverse();
  const hasClasses = countClasses() > 0;
  const focused = document.activeElement?.closest("tr")?.getAttribute("data-crack");
  find("#cracks").hidden = cracks.length === 0;
  find("#cracks").toggleAttribute("data-classes", hasClasses);
  find("#crack-panel").toggleAttribute("data-stale", isStale());
  find("#no-cracks").hidden = !detail?.result || cracks.length > 0;
  body.replaceChildren(...cracks.map((crack) => makeRow(crack, hasClasses)));
  for (const head of document.querySelectorAll("[data-sort]")) {
    const isOrder = head.getAttribute("data-sort") === order.column;
    head.closest("th")?.setAttribute("aria-sort", !isOrder ? "none" : order.isDown ? "descending" : "ascending");
  }
  renderDeleted(detail?.deleted ?? []);
  mark();
  if (focused) /** @type {HTMLElement | null} */ (body.querySelector(`[data-crack="${focused}"] .pick`))?.focus();
}

/**
 * @param {Crack} crack
 * @param {boolean} hasClasses
 */
function makeRow(crack, hasClasses) {
  const number = crack.crack;
  const swatch = make("span", { class: `swatch ${nameRank(crack.rank, countClasses())}` });
  const label = tell("crackLabel", { number, length: formatLength(crack), width: formatWidth(crack) || "\u2013" });
  const pick = make("button", { type: "button", class: "pick", "aria-label": label, tabindex: -1 }, swatch, String(number));
  const width = make("td", { class: "number", title: crack.width_quality === "good" ? null : tell(crack.width_is_upper_bound ? "belowResolution" : "uncertain") });
  const isDoubtful = crack.width_quality === "uncertain" && crack.width_p95_px !== null;
  width.append(formatWidth(crack) || "\u2013", ...(isDoubtful ? ["\u2009?"] : []));
  const cells = [make("td", {}, pick), make("td", { class: "number" }, formatLength(crack)), width];
  if (hasClasses) cells.push(make("td", { class: "class" }, tellClass(crack.severity)));
  const remove = makeIconButton("trash", tell("deleteCrack", { number }), () => deleteCrack(number));
  return make("tr", { "data-crack": number }, ...cells, make("td", { class: "act" }, remove));
}

/** @param {Deleted[]} deleted */
function renderDeleted(deleted) {
  find("#deleted").hidden = deleted.length === 0;
  find("#deleted h3").textContent = tell("deleted", { count: deleted.length });
  const rows = deleted.map((one) => {
    const button = make("button", { type: "button", class: "plain" }, tell("restore"));
    button.addEventListener("click", () => restore(one));
    return make("li", {}, make("s", {}, tell("crackNumber", { number: one.number })), button);
  });
  find("#deleted ul").replaceChildren(...rows);
}

function mark() {
  const { selected } = desk.now;
  const rows = /** @type {HTMLElement[]} */ ([...body.children]);
  const chosen = rows.find((row) => Number(row.dataset.crack) === selected);
  for (const row of rows) {
    const button = /** @type {HTMLElement} */ (row.querySelector(".pick"));
    row.toggleAttribute("data-selected", row === chosen);
    button.setAttribute("aria-pressed", String(row === chosen));
    button.tabIndex = row === (chosen ?? rows[0]) ? 0 : -1;
  }
  return chosen;
}
