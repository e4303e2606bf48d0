/** Points, lines and sizes in a picture: (row, column) in px, the centre of the top left pixel is (0, 0). */

/**
 * @param {Point} one
 * @param {Point} other
 */
export const findDistance = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

/**
 * How far a point lies from a line through others.
 *
 * @param {Point} point
 * @param {Point[]} line at least one point
 */
export function findDistanceToLine(point, line) {
  let least = findDistance(point, line[0]);
  for (let at = 1; at < line.length; at++) {
    const [start, end] = [line[at - 1], line[at]];
    const chord = [end[0] - start[0], end[1] - start[1]];
    const square = chord[0] ** 2 + chord[1] ** 2;
    const along = square === 0 ? 0 : ((point[0] - start[0]) * chord[0] + (point[1] - start[1]) * chord[1]) / square;
    const share = Math.min(Math.max(along, 0), 1);
    least = Math.min(least, findDistance(point, [start[0] + share * chord[0], start[1] + share * chord[1]]));
  }
  return least;
}

/**
 * The crack at a place, the nearest if there are several.
 *
 * @param {Crack[]} cracks
 * @param {Point} point
 * @param {number} tolerance_px beyond the crack's own half width
 * @returns {Crack | null}
 */
export function findCrackAt(cracks, point, tolerance_px) {
  let found = null;
  let least = Infinity;
  for (const crack of cracks) {
    const reach = tolerance_px + (crack.width_max_px ?? 0) / 2;
    if (!isNearBox(crack, point, reach)) continue;
    const distance = Math.min(...crack.lines.map((line) => findDistanceToLine(point, line)));
    if (distance > reach || distance >= least) continue;
    found = crack;
    least = distance;
  }
  return found;
}

/**
 * @param {Crack} crack
 * @param {Point} point
 * @param {number} reach
 */
function isNearBox({ box_top_px, box_left_px, box_height_px, box_width_px }, [row, column], reach) {
  return (
    row >= box_top_px - reach &&
    row <= box_top_px + box_height_px + reach &&
    column >= box_left_px - reach &&
    column <= box_left_px + box_width_px + reach
  );
}

/**
 * Four corners clockwise, from the one at the top left of the picture, in whatever order they were named.
 *
 * @param {readonly Point[]} corners
 * @returns {Point[]}
 */
export function orderCorners(corners) {
  const middle = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
  const turn = (/** @type {Point} */ [row, column]) => Math.atan2(row - middle[0], column - middle[1]);
  const round = [...corners].sort((one, other) => turn(one) - turn(other)); // rows grow downwards: this is clockwise
  const sums = round.map(([row, column]) => row + column);
  const first = sums.indexOf(Math.min(...sums));
  return [...round.slice(first), ...round.slice(0, first)];
}

/**
 * Side of a pixel on the surface, where one number tells it.
 *
 * @param {Scale | null} scale
 * @returns {number | null} mm; null without a scale, and for a plane seen from aside
 */
export function findPixelSide(scale) {
  if (scale?.kind === "mm_per_px") return scale.mm_per_px;
  if (scale?.kind !== "two_points") return null;
  return scale.distance_mm / findDistance(scale.points_px[0], scale.points_px[1]);
}

/**
 * A round length for a bar of at most `longest_px`.
 *
 * @param {number} mm_per_px
 * @param {number} longest_px
 * @returns {number} mm: 1, 2 or 5 times a power of ten
 */
export function findBarLength(mm_per_px, longest_px) {
  const most = mm_per_px * longest_px;
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((digit) => digit * power).find((length) => length <= most) ?? power;
}

/**
 * A stroke with as few points as its brush needs.
 *
 * @param {Point[]} points the stroke so far; the new point is added unless it is too near the last
 * @param {Point} point
 * @param {number} radius_px of the brush
 * @param {number} most points that a stroke may have
 * @returns {boolean} whether it was added
 */
export function extendStroke(points, point, radius_px, most) {
  const last = points.at(-1);
  if (points.length >= most || (last && findDistance(last, point) < Math.max(0.5, radius_px / 4))) return false;
  points.push([Math.round(point[0] * 100) / 100, Math.round(point[1] * 100) / 100]);
  return true;
}
