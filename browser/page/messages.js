/** What the page says, in the reader's language. English stands in index.html too, for readers without scripts. */

export const LANGUAGES = ["en", "de"];
const STORED = "language";

/** @type {Record<string, string>} */
let texts = {};
let language = LANGUAGES[0];

/** The language asked for before, else the first of the browser's that is there. */
export function chooseLanguage() {
  const wishes = [readStored(), ...navigator.languages.map((wish) => wish.slice(0, 2).toLowerCase())];
  return wishes.find((wish) => wish !== null && LANGUAGES.includes(wish)) ?? LANGUAGES[0];
}

/** @param {string} wanted one of `LANGUAGES` */
export async function setLanguage(wanted) {
  texts = await (await fetch(`messages/${wanted}.json`)).json();
  language = wanted;
  document.documentElement.lang = wanted;
  document.title = tell("title");
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = tell(/** @type {HTMLElement} */ (element).dataset.text ?? "");
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", tell(/** @type {HTMLElement} */ (element).dataset.label ?? ""));
  }
}

/** @param {string} wanted */
export function storeLanguage(wanted) {
  try {
    localStorage.setItem(STORED, wanted);
  } catch {
    // not kept, then
  }
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] to stand where the text has {name}
 */
export function tell(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function format(value, options) {
  return new Intl.NumberFormat(language, options).format(value);
}

function readStored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
