/** Lengths and widths as the page writes them; in mm where the picture has a scale, else in px. */

import { format, tell } from "../app/messages.js";

const RESOLUTION_PX = 3; // below, a width is an upper bound; see measure/values.py

/** @param {number} mm written in full: for measured lengths; else without zeros at its end */
export function formatMillimetres(mm, isMeasured = false) {
  const digits = mm < 10 ? 2 : mm < 100 ? 1 : 0;
  if (mm >= 1000) return tell("metres", { value: format(mm / 1000, { maximumSignificantDigits: 3 }) });
  return tell("millimetres", { value: format(mm, { minimumFractionDigits: isMeasured ? digits : 0, maximumFractionDigits: digits }) });
}

/** @param {{length_px: number, length_mm: number | null}} measured */
export function formatLength({ length_px, length_mm }) {
  if (length_mm !== null) return formatMillimetres(length_mm, true);
  return tell("pixels", { value: format(length_px, { maximumFractionDigits: 0 }) });
}

/**
 * The width that 95 % of a crack's places keep under.
 *
 * @param {Crack} crack
 * @returns {string} empty where there is none
 */
export function formatWidth({ width_p95_px, width_p95_mm, width_is_upper_bound }) {
  const bound = width_is_upper_bound ? "\u2264\u2009" : "";
  if (width_p95_mm !== null) {
    const digits = width_p95_mm < 10 ? 2 : 1;
    const value = format(width_p95_mm, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return bound + tell("millimetres", { value });
  }
  if (width_p95_px === null) return "";
  const shown = Math.max(width_p95_px, width_is_upper_bound ? RESOLUTION_PX : 0);
  return bound + tell("pixels", { value: format(shown, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) });
}

/**
 * A number as people type it: with a point or a comma.
 *
 * @param {string} text
 * @returns {number | null} null for anything but a number above 0
 */
export function readNumber(text) {
  const plain = text.trim().replace(",", ".");
  const value = /^\d*\.?\d+(e-?\d+)?$|^\d+\.$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) && value > 0 ? value : null;
}
