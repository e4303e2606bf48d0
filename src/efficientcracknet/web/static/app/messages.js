/** What the page says, in the reader's language. English stands in index.html too, until the file of messages is there. */

import { keep, readKept } from "./keeping.js";

export const LANGUAGES = ["en", "de"];
const STORED = "efficientcracknet-language";

/** @type {Record<string, string>} */
let texts = {};
let language = LANGUAGES[0];
let locale = language; // the reader's own kind of it, for numbers and dates

/** The language asked for before, else the first of the browser's that is there. */
export function chooseLanguage() {
  const wishes = [readKept(STORED), ...navigator.languages.map((wish) => wish.slice(0, 2).toLowerCase())];
  return wishes.find((wish) => wish !== null && LANGUAGES.includes(wish)) ?? LANGUAGES[0];
}

/** @param {string} wanted one of `LANGUAGES` */
export async function setLanguage(wanted) {
  texts = await (await fetch(new URL(`../messages/${wanted}.json`, import.meta.url))).json();
  language = wanted;
  const wishes = globalThis.navigator?.languages ?? [];
  locale = wishes.find((wish) => wish.slice(0, 2).toLowerCase() === wanted) ?? wanted;
  document.documentElement.lang = wanted;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-text]"))) {
    element.textContent = tell(element.dataset.text ?? "");
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-label]"))) {
    name(element, element.dataset.label ?? "");
  }
}

/**
 * The name of a control that shows a symbol only: for screen readers, and as a tip for the pointer.
 *
 * @param {HTMLElement} element
 * @param {string} key
 */
function name(element, key) {
  element.setAttribute("aria-label", tell(key));
  if (element.dataset.tip !== undefined) element.title = element.dataset.tip ? `${tell(key)} (${element.dataset.tip})` : tell(key);
}

/** @param {string} wanted */
export const storeLanguage = (wanted) => keep(STORED, wanted);

/**
 * @param {string} key of messages/*.json; with a `count`, of the form that the language asks for: key_one, key_other
 * @param {Record<string, string | number>} [values] to stand where the text has {name}
 */
export function tell(key, values = {}) {
  const { count } = values;
  const form = typeof count === "number" ? `${key}_${new Intl.PluralRules(language).select(count)}` : key;
  return (texts[form] ?? texts[key] ?? key).replace(/\{(\w+)\}/g, (_, gap) => {
    const value = values[gap] ?? "";
    return typeof value === "number" ? format(value) : value;
  });
}

/** @param {string} key */
export const isKnown = (key) => key in texts;

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function format(value, options) {
  return new Intl.NumberFormat(locale, options).format(value);
}

/**
 * @param {string | number} moment as ISO 8601, or ms
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function formatDate(moment, options = { dateStyle: "medium", timeStyle: "short" }) {
  return new Intl.DateTimeFormat(locale, options).format(new Date(moment));
}
