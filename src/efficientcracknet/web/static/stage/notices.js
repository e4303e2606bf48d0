/** What stands on the stage in place of a picture, or over it: nothing there yet, looking, failed. */

import { attempt } from "../app/announce.js";
import { orderPicture, removePicture } from "../app/changes.js";
import { desk, findCurrent, isStale } from "../app/desk.js";
import { find, findButton } from "../app/elements.js";
import { tell } from "../app/messages.js";
import { explain } from "../app/plain-words.js";

export function showNotices() {
  const act = (/** @type {(id: string) => Promise<unknown>} */ work) => () => {
    const { current } = desk.now;
    if (current) attempt(() => work(current));
  };
  for (const button of document.querySelectorAll("[data-retry]")) button.addEventListener("click", act((id) => orderPicture(id, "retry")));
  findButton("#discard").addEventListener("click", act(removePicture));
  findButton("#cancel-one").addEventListener("click", act((id) => orderPicture(id, "cancel")));
  desk.on(["current", "pictures", "detail", "drafts", "uploads", "project", "language"], render);
}

function render() {
  const picture = findCurrent();
  const { pictures, uploads } = desk.now;
  const isEmpty = pictures.size === 0;
  document.body.toggleAttribute("data-empty", isEmpty);
  find("#welcome").hidden = !isEmpty || uploads.waiting > 0;
  find("#first-upload").hidden = !isEmpty || uploads.waiting === 0;

  const isFailed = (picture?.state === "failed" || picture?.state === "cancelled") && !picture.result;
  const isTrouble = picture?.state === "failed" && !isFailed; // what was measured before is still there
  find("#trouble").hidden = !isTrouble;
  if (picture && isTrouble) find("#trouble span").textContent = tellReason(picture);
  find("#failure").hidden = !isFailed;
  document.body.toggleAttribute("data-failed", isFailed);
  if (picture && isFailed) {
    find("#failure h2").textContent = tell(picture.state === "failed" ? "failedTitle" : "cancelledTitle");
    find("#failure p").textContent = tellReason(picture);
    find("#failure small").textContent = picture.error ?? "";
  }
  const isBusy = Boolean(picture) && !isFailed && !isTrouble && (picture?.state === "queued" || picture?.state === "running" || isStale());
  find("#busy").hidden = !isBusy;
  if (picture && isBusy) find("#busy-text").textContent = tellWork(picture);
  findButton("#cancel-one").hidden = !picture || (picture.state !== "queued" && picture.state !== "running") || Boolean(picture.result);
}

/** @param {Picture} picture */
function tellReason({ state, error }) {
  if (!error) return tell(state === "failed" ? "failedUnknown" : "cancelledText");
  const { rule, advice } = explain(error);
  return tell("failedRule", { rule, advice });
}

/** @param {Picture} picture */
function tellWork({ state, step, result }) {
  if (state === "queued" && !result) return tell("busyQueued");
  return tell(step === "finding" || (state === "running" && !result) ? "busyFinding" : "busyMeasuring");
}
