/** Before and after: a curtain over the marks, drawn aside by a handle. */

import { desk } from "../app/desk.js";
import { find } from "../app/elements.js";
import { tell } from "../app/messages.js";

const STEP = 2; // percent

/** @param {import("./stage.js").Stage} stage */
export function offerWipe(stage) {
  const handle = find("#wipe");
  const frame = find("#frame");
  let share = 50; // percent of the stage without marks

  const apply = () => {
    const { wiping } = desk.now;
    stage.wipe = wiping ? (frame.clientWidth * share) / 100 : 0;
    const point = stage.viewer.toPoint({ x: stage.wipe, y: 0 });
    stage.viewer.clip(wiping && point ? point[1] + 0.5 : null);
  };
  const move = (/** @type {number} */ percent) => {
    share = Math.min(Math.max(percent, 0), 100);
    handle.style.left = `${share}%`;
    handle.setAttribute("aria-valuenow", String(Math.round(share)));
    handle.setAttribute("aria-valuetext", tell("wipeValue", { percent: Math.round(share) }));
    apply();
    stage.draw();
  };

  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = frame.getBoundingClientRect();
    move((100 * (event.clientX - left)) / width);
  });
  handle.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: share - STEP, ArrowRight: share + STEP, Home: 0, End: 100 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  });
  stage.viewer.osd.addHandler("animation", apply); // before the next picture is drawn
  new ResizeObserver(() => desk.now.wiping && move(share)).observe(frame);
  desk.on(["wiping", "language"], () => {
    handle.hidden = !desk.now.wiping;
    find("#toggle-wipe").setAttribute("aria-pressed", String(desk.now.wiping));
    move(share);
  });
}
