/**
 * Colours tiles of the probability map: what is crack at a threshold, in the colour of its class, and strokes that the
 * program has not answered yet.
 *
 * @typedef {object} Sheet one tile, and where it lies
 * @property {CanvasRenderingContext2D} context
 * @property {Uint8Array} values of the map, row by row, 0..levels
 * @property {number} scale its pixels for a pixel of the picture, at most 1
 * @property {number} left of the tile in its level, px
 * @property {number} top
 * @property {number} painted version of the painter that it shows
 *
 * @typedef {{colour: string, width_px: number, lines: Point[][], box_px: Box}} Streak a crack in its colour
 */

import { COLOURS, toCss } from "./palette.js";
import { findPath, makePath, stroke } from "./paths.js";

const FINEST_PX = 3; // of a line on a tile, so that it covers what the maximum of coarse levels has widened

/** One pixel as ImageData holds it, seen as one number. @param {[number, number, number]} colour */
const pack = ([red, green, blue]) => new Uint32Array(new Uint8ClampedArray([red, green, blue, 255]).buffer)[0];

/** @typedef {import("./palette.js").Name} Name */

export class Painter {
  constructor() {
    this.version = 0;
    this.cut = 100;
    /** @type {Streak[]} */
    this.streaks = [];
    /** @type {readonly Draft[]} */
    this.drafts = [];
    /** @type {Name} what is crack, but too small to be measured, or not yet */
    this.ground = "plain";
    this.colours = new Uint32Array(256);
  }

  /** @param {{cut?: number, ground?: Name, streaks?: Streak[], drafts?: readonly Draft[]}} changes */
  change(changes) {
    Object.assign(this, changes);
    this.colours.fill(pack(COLOURS[this.ground]));
    this.colours.fill(0, 0, Math.max(this.cut, 1));
    this.version++;
  }

  /** @param {Sheet} sheet painted anew if something has changed since */
  paint(sheet) {
    if (sheet.painted === this.version) return;
    sheet.painted = this.version;
    const { context, values, scale, left, top } = sheet;
    const { width, height } = context.canvas;
    const image = new ImageData(width, height);
    colour(values, this.colours, new Uint32Array(image.data.buffer));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = "source-over";
    context.putImageData(image, 0, 0);
    context.setTransform(scale, 0, 0, scale, -left, -top);
    context.lineCap = context.lineJoin = "round";
    context.globalCompositeOperation = "source-atop"; // only where there is crack
    for (const { colour, width_px, lines, box_px } of this.streaks) {
      if (meets(box_px, sheet)) stroke(context, findPath(lines), colour, Math.max(width_px, FINEST_PX / scale));
    }
    for (const { kind, lines, radius_px } of this.drafts) {
      context.globalCompositeOperation = kind === "erase" ? "destination-out" : "source-over";
      stroke(context, makePath(lines), toCss(this.ground), Math.max(2 * radius_px, kind === "erase" ? FINEST_PX / scale : 0));
    }
  }
}

/**
 * @param {Uint8Array} values
 * @param {Uint32Array} colours of each value
 * @param {Uint32Array} pixels
 */
export function colour(values, colours, pixels) {
  for (let at = 0; at < values.length; at++) pixels[at] = colours[values[at]];
}

/**
 * @param {Box} box of a crack, px of the picture
 * @param {Sheet} sheet
 */
export function meets([top, left, height, width], sheet) {
  const { canvas } = sheet.context;
  return (
    (left + width) * sheet.scale >= sheet.left &&
    left * sheet.scale <= sheet.left + canvas.width &&
    (top + height) * sheet.scale >= sheet.top &&
    top * sheet.scale <= sheet.top + canvas.height
  );
}
