/** Threshold and strength of the marks: seen at once while a slider moves, kept when it is let go. */

import { attempt } from "../app/announce.js";
import { applyToAll, changePicture } from "../app/changes.js";
import { desk, findCurrent } from "../app/desk.js";
import { find, findButton, findInput } from "../app/elements.js";
import { format, tell } from "../app/messages.js";

const PAUSE_MS = 450; // after which a slider moved by keys counts as let go

const threshold = findInput("#threshold");
const opacity = findInput("#opacity");
let isMoving = false;
let pause = 0;

export function offerSliders() {
  threshold.addEventListener("input", () => {
    isMoving = true;
    desk.set({ threshold: Number(threshold.value) });
  });
  threshold.addEventListener("change", () => {
    clearTimeout(pause);
    pause = window.setTimeout(keep, PAUSE_MS);
  });
  opacity.addEventListener("input", () => desk.set({ opacity: Number(opacity.value) }));
  findButton("#threshold-reset").addEventListener("click", () => {
    const { current, project, about } = desk.now;
    if (!current || !about) return;
    desk.set({ threshold: project?.settings.threshold ?? about.threshold.default });
    attempt(() => changePicture(current, { threshold: null }));
  });
  findButton("#threshold-all").addEventListener("click", () => {
    clearTimeout(pause);
    isMoving = false;
    attempt(() => applyToAll({ threshold: desk.now.threshold }));
  });
  desk.on(["about"], setRange);
  desk.on(["current"], () => {
    if (isMoving) clearTimeout(pause);
    isMoving = false;
  });
  desk.on(["current", "pictures"], follow);
  desk.on(["threshold", "opacity", "current", "pictures", "language"], render);
}

function keep() {
  const { current, threshold: value } = desk.now;
  const isKept = findCurrent()?.threshold === value;
  attempt(async () => {
    try {
      if (current && !isKept) await changePicture(current, { threshold: value });
    } finally {
      isMoving = false;
      follow();
    }
  });
}

/** The picture's threshold, unless the reader is just changing it. */
function follow() {
  const picture = findCurrent();
  if (picture && !isMoving) desk.set({ threshold: picture.threshold });
}

function setRange() {
  const range = desk.now.about?.threshold;
  if (range) Object.assign(threshold, { min: String(range.lowest), max: String(range.highest), step: String(range.step) });
}

function render() {
  const { threshold: value, opacity: strength, about } = desk.now;
  const picture = findCurrent();
  const hasMap = Boolean(picture?.probability);
  if (Number(threshold.value) !== value) threshold.value = String(value);
  opacity.value = String(strength);
  const [shown, percent] = [format(value, { minimumFractionDigits: 2, maximumFractionDigits: 3 }), format(strength, { style: "percent" })];
  find("#threshold-value").textContent = shown;
  find("#opacity-value").textContent = percent;
  threshold.setAttribute("aria-valuetext", shown);
  opacity.setAttribute("aria-valuetext", percent);
  threshold.disabled = opacity.disabled = !hasMap;
  findButton("#threshold-reset").hidden = picture?.own_threshold === null || !picture;
  findButton("#threshold-all").hidden = !hasMap || desk.now.pictures.size < 2;
  find("#threshold-hint").textContent = about ? tell("thresholdHint", { threshold: format(about.threshold?.default ?? 0.5) }) : "";
}
