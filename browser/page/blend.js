/**
 * Maps of overlapping tiles back into one map, without seams: the rule of core/blend.py.
 *
 * @typedef {import("./tiles.js").Tile} Tile
 */

/** Weighted mean of all tiles that cover a pixel; a tile's weight rises linearly from its edge over the overlap. */
export class Blender {
  /**
   * @param {number} height rows of the picture
   * @param {number} width columns of the picture
   * @param {number} overlapPx of neighbouring tiles
   */
  constructor(height, width, overlapPx) {
    this.width = width;
    this.overlapPx = overlapPx;
    this.sum = new Float32Array(height * width);
    this.weight = new Float32Array(height * width);
  }

  /**
   * @param {Tile} tile where the map lies
   * @param {Float32Array} probability row by row, of the tile's size
   */
  add(tile, probability) {
    const rows = makeRamp(tile.height, this.overlapPx);
    const columns = makeRamp(tile.width, this.overlapPx);
    for (let row = 0; row < tile.height; row++) {
      const from = row * tile.width;
      const to = (tile.top + row) * this.width + tile.left;
      for (let column = 0; column < tile.width; column++) {
        const weight = Math.fround(rows[row] * columns[column]);
        this.weight[to + column] += weight;
        this.sum[to + column] += Math.fround(weight * probability[from + column]);
      }
    }
  }

  /** @returns {Float32Array} the blended map; add nothing afterwards */
  finish() {
    for (let pixel = 0; pixel < this.sum.length; pixel++) this.sum[pixel] /= this.weight[pixel];
    return this.sum;
  }
}

/**
 * The weights of a tile along one axis: a trapezium with flanks of `overlapPx`.
 *
 * @param {number} length
 * @param {number} overlapPx
 */
export function makeRamp(length, overlapPx) {
  return Float32Array.from({ length }, (_, index) =>
    Math.min((Math.min(index, length - 1 - index) + 1) / (overlapPx + 1), 1),
  );
}
