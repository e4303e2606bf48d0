/** Asks for the token where the program wants one. */

import { describe } from "../app/announce.js";
import { forgetToken, readAddress } from "../app/address.js";
import { ask } from "../app/api.js";
import { find, findDialog, findInput } from "../app/elements.js";

/** @returns {Promise<void>} done when the program knows this browser */
export async function signIn() {
  const { token } = readAddress();
  if (token) {
    forgetToken();
    if (await isAccepted(token)) return;
  }
  const dialog = findDialog("#signin");
  dialog.addEventListener("cancel", (event) => event.preventDefault()); // there is nothing behind it
  dialog.showModal();
  await new Promise((resolve) => {
    find("form", dialog).addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await isAccepted(findInput("#token").value.trim())) resolve(dialog.close());
    });
  });
}

/** @param {string} token */
async function isAccepted(token) {
  try {
    await ask("POST", "/api/session", { token });
    return true;
  } catch (error) {
    find("#signin-error").textContent = describe(error);
    return false;
  }
}
