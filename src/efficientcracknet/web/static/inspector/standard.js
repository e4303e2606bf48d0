/** The standard that widths are held against, its classes and their colours, and what it does not say. */

import { attempt } from "../app/announce.js";
import { changeProject } from "../app/changes.js";
import { desk, findCurrent } from "../app/desk.js";
import { find, make } from "../app/elements.js";
import { format, tell } from "../app/messages.js";
import { findStandard, tellClass } from "../photos/describing.js";
import { nameRank } from "../stage/palette.js";

const select = /** @type {HTMLSelectElement} */ (find("#standard"));

export function offerStandards() {
  select.addEventListener("change", () => attempt(() => changeProject({ settings: { standard: select.value || null } })));
  desk.on(["standards", "language"], fill);
  desk.on(["project", "standards", "language", "current", "pictures"], render);
}

function fill() {
  /** @type {Map<string, HTMLOptGroupElement>} */
  const groups = new Map();
  for (const { name, title, structure } of desk.now.standards) {
    const group = groups.get(structure) ?? make("optgroup", { label: structure });
    groups.set(structure, group);
    group.append(make("option", { value: name }, title));
  }
  select.replaceChildren(make("option", { value: "" }, tell("standardNone")), ...groups.values());
}

function render() {
  const standard = findStandard();
  select.value = standard?.name ?? "";
  select.title = standard?.title ?? "";
  find("#standard-caveat").textContent = standard ? standard.caveat : tell("standardWhy");
  find("#standard-needs-scale").hidden = !standard || !findCurrent() || findCurrent()?.scale !== null;
  const classes = standard?.classes ?? [];
  const rows = classes.map(({ name, limit_mm, holds_limit }, rank) => {
    const limit = limit_mm === null ? tell("limitRest") : tell(holds_limit ? "limitUpTo" : "limitBelow", { value: format(limit_mm) });
    return make("li", {}, make("span", { class: `swatch ${nameRank(rank, classes.length)}` }), tellClass(name), make("span", { class: "limit" }, limit));
  });
  find("#classes").replaceChildren(...rows);
  find("#classes").hidden = rows.length === 0;
}
