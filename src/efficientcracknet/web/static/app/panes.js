/** On a phone one pane is shown at a time: photos, picture, or cracks. */

import { desk } from "./desk.js";

export function offerPanes() {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-pane-of]"));
  const show = (/** @type {string} */ pane) => (document.body.dataset.pane = pane);
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.paneOf ?? "stage"));
  new MutationObserver(() => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.paneOf === document.body.dataset.pane));
  }).observe(document.body, { attributeFilter: ["data-pane"] });
  desk.on(["tool", "selected"], () => {
    const { tool, selected } = desk.now;
    if (tool !== "look" || selected !== null) show("stage"); // there it is seen
  });
  show("stage");
}
