/** The cracks of the picture on the stage: asked for anew whenever the program has something newer. */

import { complain } from "./announce.js";
import { ask, Refusal, toPicture } from "./api.js";
import { desk, findCurrent } from "./desk.js";

let isAsking = false;

export function followDetails() {
  desk.on(["current"], () => desk.set({ detail: null, selected: null, drafts: [], tool: "look" }));
  desk.on(["pictures", "current"], update);
}

function update() {
  const item = findCurrent();
  if (!item || isAsking || isKnown(item)) return;
  isAsking = true;
  load(item.id)
    .catch((error) => {
      if (!(error instanceof Refusal && error.code === "not_found")) complain(error);
      return true;
    })
    .then((isUseless) => {
      isAsking = false;
      if (!isUseless) update(); // it may have changed meanwhile
    });
}

/** @param {Picture} item */
function isKnown(item) {
  const { detail } = desk.now;
  return detail?.id === item.id && detail.revision >= item.revision;
}

/** @param {string} id */
async function load(id) {
  const { project } = desk.now;
  if (!project) return true;
  /** @type {Detail} */
  const detail = await ask("GET", toPicture(project.id, id));
  if (desk.now.current !== id) return false;
  const { selected, detail: old } = desk.now;
  const isSame = old?.id === id && old.result?.version === detail.result?.version;
  desk.set({ detail, selected: isSame ? selected : keepSelected(old, detail, selected) });
  return false;
}

/**
 * Numbers change with every measuring: the crack that was chosen is the one whose widest place is nearest to where it was.
 *
 * @param {Detail | null} old
 * @param {Detail} fresh
 * @param {number | null} selected
 */
function keepSelected(old, fresh, selected) {
  const crack = old?.id === fresh.id ? old.cracks.find((one) => one.crack === selected) : undefined;
  if (!crack) return null;
  const same = fresh.cracks.find(
    (one) =>
      Math.abs(one.box_top_px - crack.box_top_px) <= 12 &&
      Math.abs(one.box_left_px - crack.box_left_px) <= 12 &&
      Math.abs(one.length_px - crack.length_px) <= 0.2 * crack.length_px,
  );
  return same?.crack ?? null;
}
