/** A bar of a round length in the corner of the stage, where the scale is one number. */

import { desk, findCurrent } from "../app/desk.js";
import { find } from "../app/elements.js";
import { formatMillimetres } from "../inspector/figures.js";
import { findBarLength, findPixelSide } from "./geometry.js";

const LONGEST_PX = 160;

/** @param {import("./stage.js").Stage} stage */
export function showScaleBar(stage) {
  const bar = find("#scale-bar");
  const render = () => {
    const place = stage.viewer.findPlace();
    const mm_per_px = findPixelSide(findCurrent()?.scale ?? null);
    bar.hidden = !place || mm_per_px === null;
    if (!place || mm_per_px === null) return;
    const mm = findBarLength(mm_per_px / place.zoom, LONGEST_PX);
    find("i", bar).style.width = `${(mm / mm_per_px) * place.zoom}px`;
    find("span", bar).textContent = formatMillimetres(mm);
  };
  stage.viewer.osd.addHandler("update-viewport", render);
  desk.on(["pictures", "current", "language"], render);
}
