/**
 * The picture with its cracks marked: the rule of draw/overlay.py. A bright yellow line runs around each crack and a
 * dark blue one around that; the crack itself stays to be seen under a thin veil of the yellow.
 */

export const BRIGHT = [255, 221, 0];
export const DARK = [0, 32, 96];
const VEIL_PERCENT = 35;
const LINES_PER_SIDE = 1000; // the longer side of a picture is this many lines wide

/** What a pixel is. */
export const NOTHING = 0;
export const CRACK = 1;
export const NEAR = 2;
export const FAR = 3;

/**
 * @param {Float32Array} probability
 * @param {number} threshold from which on a pixel is crack
 */
export function findMask(probability, threshold) {
  const limit = Math.fround(threshold);
  return Uint8Array.from(probability, (value) => (value >= limit ? 1 : 0));
}

/**
 * Tell for every pixel whether it is crack, line around a crack, or line around that.
 *
 * @param {Uint8Array} mask 1 on cracks, row by row
 * @param {number} height
 * @param {number} width
 */
export function classify(mask, height, width) {
  const linePx = Math.max(1, roundToEven(Math.max(height, width) / LINES_PER_SIDE));
  const near = growMask(mask, height, width, linePx);
  const far = growMask(near, height, width, Math.max(1, Math.floor(linePx / 2)));
  return far.map((isFar, pixel) => (mask[pixel] ? CRACK : near[pixel] ? NEAR : isFar ? FAR : NOTHING));
}

/**
 * Transparent pixels but for the marks.
 *
 * @param {Uint8Array} classes
 * @param {Uint8ClampedArray} rgba of the same size, all 0
 */
export function drawMarks(classes, rgba) {
  for (let pixel = 0; pixel < classes.length; pixel++) {
    if (classes[pixel] === NOTHING) continue;
    const [red, green, blue] = classes[pixel] === FAR ? DARK : BRIGHT;
    rgba.set([red, green, blue, classes[pixel] === CRACK ? Math.round(2.55 * VEIL_PERCENT) : 255], pixel * 4);
  }
}

/**
 * Mark pixels in place.
 *
 * @param {Uint8Array} rgb row by row
 * @param {Uint8Array} classes
 * @param {number} opacity 0..1
 */
export function markPixels(rgb, classes, opacity) {
  const percent = [0, Math.round(VEIL_PERCENT * opacity), Math.round(100 * opacity), Math.round(100 * opacity)];
  for (let pixel = 0; pixel < classes.length; pixel++) {
    const share = percent[classes[pixel]];
    if (!share) continue;
    const colour = classes[pixel] === FAR ? DARK : BRIGHT;
    for (let channel = 0; channel < 3; channel++) {
      const at = pixel * 3 + channel;
      rgb[at] = Math.floor((rgb[at] * (100 - share) + share * colour[channel] + 50) / 100);
    }
  }
}

/**
 * The mask grown by a square in every direction.
 *
 * @param {Uint8Array} mask
 * @param {number} height
 * @param {number} width
 * @param {number} radiusPx
 */
export function growMask(mask, height, width, radiusPx) {
  const wide = new Uint8Array(mask.length);
  for (let row = 0; row < height; row++) growLine(mask, wide, row * width, 1, width, radiusPx);
  const tall = new Uint8Array(mask.length);
  for (let column = 0; column < width; column++) growLine(wide, tall, column, width, height, radiusPx);
  return tall;
}

/**
 * @param {Uint8Array} from
 * @param {Uint8Array} to
 * @param {number} start
 * @param {number} stride
 * @param {number} length
 * @param {number} radiusPx
 */
function growLine(from, to, start, stride, length, radiusPx) {
  let filled = 0; // up to here the line is decided
  for (let index = 0; index < length; index++) {
    if (!from[start + index * stride]) continue;
    const end = Math.min(index + radiusPx + 1, length);
    for (let at = Math.max(filled, index - radiusPx); at < end; at++) to[start + at * stride] = 1;
    filled = end;
  }
}

/** @param {number} value halves go to the even neighbour, as in Python */
function roundToEven(value) {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 ? rounded - 1 : rounded;
}
