/**
 * Where the tiles of a large picture lie: the rule of core/tiles.py.
 *
 * @typedef {{top: number, left: number, height: number, width: number}} Tile  px from the top left corner
 */

/**
 * Overlapping tiles that cover every pixel, row by row from the top left; one tile for a picture that fits.
 *
 * @param {number} height rows of the picture, at least 1
 * @param {number} width columns of the picture, at least 1
 * @param {number} tilePx side of a tile
 * @param {number} overlapPx smallest overlap of neighbours, below `tilePx`
 * @returns {Tile[]}
 */
export function planTiles(height, width, tilePx, overlapPx) {
  const tops = planAxis(height, tilePx, overlapPx);
  const lefts = planAxis(width, tilePx, overlapPx);
  const size = { height: Math.min(tilePx, height), width: Math.min(tilePx, width) };
  return tops.flatMap((top) => lefts.map((left) => ({ top, left, ...size })));
}

/**
 * @param {number} length
 * @param {number} tilePx
 * @param {number} overlapPx
 */
function planAxis(length, tilePx, overlapPx) {
  const last = Math.max(length - tilePx, 0);
  const starts = [];
  for (let start = 0; start < last; start += tilePx - overlapPx) starts.push(start);
  return [...starts, last];
}
