/** Asks before something is gone for good. */

import { find, findButton, findDialog } from "../app/elements.js";

/**
 * @param {{title: string, text: string, act: string}} words `act`: on the button that does it
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, act }) {
  const dialog = findDialog("#confirm");
  find("h2", dialog).textContent = title;
  find("p", dialog).textContent = text;
  findButton("#confirm-act").textContent = act;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "act"), { once: true });
  });
}

/** Every dialog closes by its buttons, by Escape, and by a click beside it. */
export function prepareDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", ({ target }) => {
      const button = /** @type {HTMLElement} */ (target).closest("[data-close]");
      if (target === dialog) dialog.close("");
      if (button) dialog.close(button.getAttribute("data-close") ?? "");
    });
  }
}
