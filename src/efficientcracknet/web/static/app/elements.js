/** Finds and makes elements. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement} which must be there
 */
export function find(selector, root = document) {
  const found = /** @type {HTMLElement | null} */ (root.querySelector(selector));
  if (!found) throw new Error(`index.html has no ${selector}`);
  return found;
}

/** @param {string} selector */
export const findInput = (selector) => /** @type {HTMLInputElement} */ (find(selector));

/** @param {string} selector */
export const findButton = (selector) => /** @type {HTMLButtonElement} */ (find(selector));

/** @param {string} selector */
export const findDialog = (selector) => /** @type {HTMLDialogElement} */ (find(selector));

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null>} [attributes] true: there without a value; false and null: not there
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** @param {string} name of a symbol in icons.svg */
export function makeIcon(name) {
  const icon = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  icon.append(use);
  return icon;
}

/**
 * A button that shows a symbol only.
 *
 * @param {string} icon
 * @param {string} label
 * @param {() => void} act
 */
export function makeIconButton(icon, label, act) {
  const button = make("button", { type: "button", class: "icon-button", "aria-label": label, title: label }, makeIcon(icon));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    act();
  });
  return button;
}
