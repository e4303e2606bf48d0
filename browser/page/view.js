/** The picture on the page, and its marks on a layer of their own. */

import { classify, drawMarks, findMask } from "./marks.js";

export class View {
  /**
   * @param {HTMLCanvasElement} photo
   * @param {HTMLCanvasElement} marks
   */
  constructor(photo, marks) {
    this.photo = photo;
    this.marks = marks;
    /** @type {Float32Array | null} */
    this.peaks = null;
    this.pending = 0;
  }

  /** @param {ImageBitmap} preview */
  showPhoto(preview) {
    this.peaks = null;
    for (const canvas of [this.photo, this.marks]) {
      canvas.width = preview.width;
      canvas.height = preview.height;
    }
    this.photo.parentElement?.style.setProperty("--ratio", String(preview.width / preview.height));
    this.photo.getContext("bitmaprenderer")?.transferFromImageBitmap(preview);
  }

  /**
   * @param {Float32Array} peaks probability at the preview's size
   * @param {number} threshold
   */
  showCracks(peaks, threshold) {
    this.peaks = peaks;
    this.draw(threshold);
  }

  /** @param {number} threshold drawn with the next frame, so that a slider may move faster than that */
  changeThreshold(threshold) {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.draw(threshold));
  }

  /** @param {number} opacity 0..1 */
  changeOpacity(opacity) {
    this.marks.style.opacity = String(opacity);
  }

  /** @param {number} threshold */
  draw(threshold) {
    if (!this.peaks) return;
    const { height, width } = this.marks;
    const layer = new ImageData(width, height);
    drawMarks(classify(findMask(this.peaks, threshold), height, width), layer.data);
    this.marks.getContext("2d")?.putImageData(layer, 0, 0);
  }
}
