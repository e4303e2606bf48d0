/**
 * What must be known about the weights to run them; written beside them by `efficientcracknet export --target web`.
 *
 * @typedef {object} Facts
 * @property {string} name
 * @property {string} sha256
 * @property {number[]} mean of red, green, blue, in units of pixel / 255
 * @property {number[]} std the same
 * @property {"logits" | "probability"} output
 * @property {number} tile_px
 * @property {number} overlap_px
 * @property {number} multiple_px
 * @property {number} threshold
 * @property {string} data what they were trained on
 * @property {string} terms who may use them for what
 */

/**
 * @param {URL} base folder of the page
 * @returns {Promise<Facts>}
 */
export async function readFacts(base) {
  return (await fetchFile(new URL("weights.json", base))).json();
}

/**
 * @param {URL} url
 * @returns {Promise<Response>} with a good status
 */
export async function fetchFile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response;
}
