/**
 * From a file to pixels: upright, colour profiles not applied, transparency on white, as runtime/images.py reads them.
 *
 * @typedef {import("./tiles.js").Tile} Tile
 */

export const MAX_PIXELS = 100_000_000; // 400 MB as pixels
const PREVIEW_PX = 2048;

/** @param {Blob} file turned upright as its EXIF says, which all browsers do unasked */
export function decode(file) {
  return createImageBitmap(file, { colorSpaceConversion: "none" });
}

/** Reads rectangles of one picture, so that no canvas need be as large as the picture. */
export class PixelReader {
  /** @param {ImageBitmap} bitmap */
  constructor(bitmap) {
    this.bitmap = bitmap;
    this.canvas = new OffscreenCanvas(1, 1);
  }

  /**
   * @param {Tile} tile
   * @returns {Uint8ClampedArray} rgba, opaque
   */
  read({ top, left, height, width }) {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.drawImage(this.bitmap, left, top, width, height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  }
}

/**
 * The size at which a picture is shown.
 *
 * @param {number} height
 * @param {number} width
 */
export function planPreview(height, width) {
  const scale = Math.min(1, PREVIEW_PX / Math.max(height, width));
  return { height: Math.max(1, Math.round(height * scale)), width: Math.max(1, Math.round(width * scale)) };
}

/** @param {ImageBitmap} bitmap */
export function drawPreview(bitmap) {
  const { height, width } = planPreview(bitmap.height, bitmap.width);
  return createImageBitmap(bitmap, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
}

/**
 * The largest probability of all pixels that fall together in the preview: no thin crack is lost.
 *
 * @param {Float32Array} probability
 * @param {number} height
 * @param {number} width
 */
export function shrinkToPeaks(probability, height, width) {
  const preview = planPreview(height, width);
  const peaks = new Float32Array(preview.height * preview.width);
  const columns = Int32Array.from({ length: width }, (_, column) => Math.floor((column * preview.width) / width));
  for (let row = 0; row < height; row++) {
    const to = Math.floor((row * preview.height) / height) * preview.width;
    for (let column = 0; column < width; column++) {
      const value = probability[row * width + column];
      const at = to + columns[column];
      if (value > peaks[at]) peaks[at] = value;
    }
  }
  return { peaks, ...preview };
}
