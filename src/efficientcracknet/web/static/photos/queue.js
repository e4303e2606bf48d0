/** How far the program is with the photos of the project, and a way to stop it. */

import { attempt, describe, say } from "../app/announce.js";
import { cancelAll } from "../app/changes.js";
import { desk } from "../app/desk.js";
import { find, findButton, make, makeIconButton } from "../app/elements.js";
import { tell } from "../app/messages.js";
import { forgetRefused, stopSending } from "./uploads.js";

let wasBusy = false;

export function showQueue() {
  desk.on(["pictures", "uploads", "language"], render);
  desk.on(["uploads", "language"], renderRefused);
  findButton("#cancel-all").addEventListener("click", () => {
    stopSending();
    attempt(cancelAll);
  });
  window.addEventListener("beforeunload", (event) => {
    if (desk.now.uploads.waiting > 0) event.preventDefault(); // what is not sent yet would be lost
  });
}

function render() {
  const { pictures, uploads } = desk.now;
  const all = [...pictures.values()];
  const open = all.filter(({ state }) => state === "queued" || state === "running").length;
  const isBusy = open + uploads.waiting > 0;
  const total = all.length + uploads.waiting;
  const done = all.length - open;
  find("#queue").hidden = !isBusy;
  find("#photo-count").textContent = total ? tell("photos", { count: total }) : "";
  const bar = /** @type {HTMLProgressElement} */ (find("#queue progress"));
  bar.max = Math.max(total, 1);
  bar.value = done;
  const text = tell("queue", { done, total });
  find("#queue-text").textContent = uploads.waiting ? `${text} · ${tell("sending", { count: uploads.waiting })}` : text;
  if (wasBusy && !isBusy) say(tell("queueDone", { count: all.length }));
  wasBusy = isBusy;
}

function renderRefused() {
  const { refused } = desk.now.uploads;
  const rows = refused.map(({ name, error }) =>
    make(
      "li",
      {},
      make("div", {}, make("b", {}, name), make("span", {}, describe(error))),
      makeIconButton("close", tell("dismiss"), () => forgetRefused(name)),
    ),
  );
  find("#refused").replaceChildren(...rows);
  find("#refused").hidden = refused.length === 0;
}
