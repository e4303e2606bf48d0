/** The keys, and what this program is: its weights, their terms, and the licences of what is inside. */

import { desk } from "../app/desk.js";
import { find, findButton, findDialog } from "../app/elements.js";
import { tell } from "../app/messages.js";

export function offerHelp() {
  findButton("#help-button").addEventListener("click", showHelp);
  desk.on(["about", "language"], () => {
    const { about } = desk.now;
    find("#about-version").textContent = about ? tell("version", { version: about.version }) : "";
    find("#about-weights").textContent = about?.weights ? tell("weights", { name: about.weights.name }) : "";
    find("#about-terms").textContent = about?.weights ? tell("terms", { terms: about.weights.terms }) : "";
    const page = /** @type {HTMLAnchorElement} */ (find("#browser-page"));
    page.hidden = !about?.browser_page;
    if (about?.browser_page) page.href = about.browser_page;
  });
}

export function showHelp() {
  findDialog("#help").showModal();
}
