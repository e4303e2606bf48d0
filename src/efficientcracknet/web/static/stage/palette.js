/** Colours of crack classes: those of reports and annotated pictures, see draw/palette.py. The styles know them by name. */

/** @typedef {"plain" | "undetermined" | "rank-0" | "rank-1" | "rank-2"} Name */

/** @type {Record<Name, [number, number, number]>} */
export const COLOURS = {
  plain: [240, 228, 66],
  undetermined: [200, 200, 200],
  "rank-0": [86, 180, 233],
  "rank-1": [240, 228, 66],
  "rank-2": [213, 94, 0],
};
export const INK = "rgb(20 24 32)";
export const PAPER = "rgb(255 255 255)";
export const LABEL_FONT = '600 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/**
 * The widest class is always red.
 *
 * @param {number | null} rank 0 is the narrowest class; null: it cannot be told
 * @param {number} classes how many there are; 0 without a standard
 * @returns {Name}
 */
export function nameRank(rank, classes) {
  if (classes === 0) return "plain";
  if (rank === null) return "undetermined";
  return /** @type {Name} */ (rank === classes - 1 ? "rank-2" : `rank-${rank}`);
}

/** @param {Name} name */
export const toCss = (name) => `rgb(${COLOURS[name].join(" ")})`;
