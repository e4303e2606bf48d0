/** Lines of points as paths to be stroked, in px of the picture; made once for lines that stay as they are. */

/** @type {WeakMap<readonly Point[][], Path2D>} */
const made = new WeakMap();

/** @param {readonly Point[][]} lines that nobody changes any more */
export function findPath(lines) {
  const path = made.get(lines) ?? makePath(lines);
  made.set(lines, path);
  return path;
}

/** @param {readonly Point[][]} lines */
export function makePath(lines) {
  const path = new Path2D();
  for (const line of lines) {
    for (const [at, [row, column]] of line.entries()) {
      if (at === 0) path.moveTo(column + 0.5, row + 0.5);
      path.lineTo(column + 0.5, row + 0.5); // of a single point too: a dot
    }
  }
  return path;
}

/**
 * @param {CanvasRenderingContext2D} context in px of the picture
 * @param {Path2D} path
 * @param {string} colour
 * @param {number} width
 */
export function stroke(context, path, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}
