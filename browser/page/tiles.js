/**
 * Where the tiles of a large picture lie: the rule of core/tiles.py.
 *
 * @typedef {{top: number, left: number, height: number, width: number}} Tile  px from the top left corner
 */

/**
 * Overlapping tiles of one size that cover every pixel, row by row from the top left; one tile for a picture that fits.
 *
 * @param {number} height rows of the picture, at least 1
 * @param {number} width columns of the picture, at least 1
 * @param {number} tilePx longest side of a tile
 * @param {number} overlapPx smallest overlap of neighbours, below `tilePx`
 * @param {number} multiplePx sides of tiles are multiples of this, but for those of `tilePx` and of the picture
 * @returns {Tile[]}
 */
export function planTiles(height, width, tilePx, overlapPx, multiplePx) {
  const down = planAxis(height, tilePx, overlapPx, multiplePx);
  const across = planAxis(width, tilePx, overlapPx, multiplePx);
  const size = { height: down.side, width: across.side };
  return down.starts.flatMap((top) => across.starts.map((left) => ({ top, left, ...size })));
}

/**
 * @param {number} length
 * @param {number} tilePx
 * @param {number} overlapPx
 * @param {number} multiplePx
 */
function planAxis(length, tilePx, overlapPx, multiplePx) {
  if (length <= tilePx) return { side: length, starts: [0] };
  const count = Math.ceil((length - overlapPx) / (tilePx - overlapPx));
  const least = (length + (count - 1) * overlapPx) / count;
  const side = Math.min(Math.ceil(least / multiplePx) * multiplePx, tilePx);
  const last = length - side;
  return { side, starts: Array.from({ length: count }, (_, number) => Math.floor((number * last) / (count - 1))) };
}
