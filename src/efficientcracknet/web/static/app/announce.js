/** Says what happened: to everybody in a note at the lower edge, to screen readers in a live region. */

import { Refusal } from "./api.js";
import { find, make, makeIconButton } from "./elements.js";
import { isKnown, tell } from "./messages.js";
import { explain } from "./plain-words.js";

const SHOWN_MS = 6000;

/** @param {string} text for screen readers, where the eye sees it elsewhere */
export function say(text) {
  find("#live").textContent = text;
}

/** @param {string} text */
export function note(text) {
  const shown = show(text, "status");
  setTimeout(() => shown.remove(), SHOWN_MS);
}

/** @param {unknown} error stays until it is closed */
export function complain(error) {
  if (error instanceof DOMException && error.name === "AbortError") return;
  show(describe(error), "alert");
}

/**
 * What was wrong and what to do, in plain words.
 *
 * @param {unknown} error
 */
export function describe(error) {
  if (!(error instanceof Refusal)) return tell("error_unknown", { detail: String(error) });
  const key = `error_${error.code}`;
  const { rule, advice } = explain(error.message);
  return isKnown(key) ? tell(key, { detail: rule }) : `${rule}. ${advice}`;
}

/**
 * Runs what a button asks for, and complains where it fails.
 *
 * @param {() => Promise<unknown>} work
 */
export function attempt(work) {
  work().catch(complain);
}

/**
 * @param {string} text
 * @param {"status" | "alert"} role
 */
function show(text, role) {
  const shown = make("div", { class: `note ${role}`, role }, make("p", {}, text));
  shown.append(makeIconButton("close", tell("close"), () => shown.remove()));
  const notes = find("#notes");
  for (const old of notes.children) if (old.querySelector("p")?.textContent === text) old.remove();
  notes.append(shown);
  return shown;
}
