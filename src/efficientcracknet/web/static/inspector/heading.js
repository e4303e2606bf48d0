/** Whose figures these are, and what can be done with the photo as a whole. */

import { attempt } from "../app/announce.js";
import { changePicture, removePicture } from "../app/changes.js";
import { desk, findCurrent, isStale } from "../app/desk.js";
import { find, findButton, findInput, make } from "../app/elements.js";
import { format, tell } from "../app/messages.js";
import { toPicture } from "../app/api.js";
import { confirm } from "../dialogs/confirm.js";
import { stepBy } from "../photos/photo-list.js";
import { formatLength, formatWidth } from "./figures.js";

export function showHeading() {
  findButton("#previous").addEventListener("click", () => stepBy(-1));
  findButton("#next").addEventListener("click", () => stepBy(1));
  findInput("#reviewed").addEventListener("change", () => {
    const { current } = desk.now;
    if (current) attempt(() => changePicture(current, { reviewed: findInput("#reviewed").checked }));
  });
  findButton("#remove-photo").addEventListener("click", askToRemove);
  desk.on(["current", "pictures", "language"], renderHead);
  desk.on(["detail", "drafts", "language"], renderSummary);
}

async function askToRemove() {
  const picture = findCurrent();
  if (!picture) return;
  const words = { title: tell("removeTitle"), text: tell("removeText", { name: picture.name }), act: tell("remove") };
  if (await confirm(words)) attempt(() => removePicture(picture.id));
}

function renderHead() {
  const picture = findCurrent();
  const { pictures, project } = desk.now;
  find("#inspector").hidden = !picture;
  if (!picture || !project) return;
  const ids = [...pictures.keys()];
  const at = ids.indexOf(picture.id);
  find("#photo-title").textContent = picture.name.slice(picture.name.lastIndexOf("/") + 1);
  find("#photo-title").title = picture.name;
  find("#photo-place").textContent = tell("placeOf", { number: at + 1, total: ids.length });
  find("#photo-size").textContent = tell("size", { width: format(picture.width_px), height: format(picture.height_px) });
  findButton("#previous").disabled = at === 0;
  findButton("#next").disabled = at === ids.length - 1;
  findInput("#reviewed").checked = picture.reviewed;
  findInput("#reviewed").disabled = !picture.result;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-file]"))) {
    link.href = `${toPicture(project.id, picture.id, `/${link.dataset.file}`)}?v=${picture.result?.version ?? 0}`;
    link.hidden = !picture.result;
  }
}

function renderSummary() {
  const { detail } = desk.now;
  const result = detail?.result;
  find("#summary").hidden = !detail || !result;
  find("#summary").toggleAttribute("data-stale", isStale());
  if (!detail || !result) return;
  const widest = [...detail.cracks].sort((one, other) => (other.width_p95_px ?? 0) - (one.width_p95_px ?? 0))[0];
  const share = format(result.crack_share, { style: "percent", maximumFractionDigits: 2 });
  const figures = [
    [tell("figureCracks"), format(result.cracks)],
    [tell("figureLength"), result.cracks ? formatLength(result) : "\u2013"],
    [tell("figureWidest"), (widest && formatWidth(widest)) || "\u2013"],
    [tell("figureShare"), share],
  ];
  find("#figures").replaceChildren(...figures.map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))));
  find("#remark").textContent = detail.remark ?? "";
}
