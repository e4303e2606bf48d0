/** What the browser keeps of a reader's choices; where it keeps nothing, the page works without. */

/**
 * @param {string} key
 * @param {string} value
 */
export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // not kept, then
  }
}

/** @param {string} key */
export function readKept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
