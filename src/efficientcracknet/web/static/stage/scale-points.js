/** Points of a scale on the stage: two with a line between them, or the corners of a rectangle. */

import { orderCorners } from "./geometry.js";
import { INK, LABEL_FONT } from "./palette.js";

const BRIGHT = "rgb(255 120 220)"; // no crack has it, and few surfaces

/**
 * @param {CanvasRenderingContext2D} context in CSS px of the stage
 * @param {{kind: "two_points" | "corners", points: readonly Point[]}} scale
 * @param {{left: number, top: number, zoom: number}} place of the photo
 */
export function drawScalePoints(context, { kind, points }, { left, top, zoom }) {
  const isClosed = kind === "corners" && points.length === 4;
  const spots = (isClosed ? orderCorners(points) : points).map(([row, column]) => ({
    x: left + (column + 0.5) * zoom,
    y: top + (row + 0.5) * zoom,
  }));
  for (const [colour, width] of /** @type {const} */ ([[INK, 4], [BRIGHT, 2]])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (const [at, { x, y }] of spots.entries()) {
      if (at === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (isClosed) context.closePath();
    context.stroke();
    for (const { x, y } of spots) {
      context.beginPath();
      context.arc(x, y, 6, 0, 2 * Math.PI);
      context.moveTo(x - 11, y);
      context.lineTo(x + 11, y);
      context.moveTo(x, y - 11);
      context.lineTo(x, y + 11);
      context.stroke();
    }
  }
  if (isClosed) nameSides(context, spots);
}

/**
 * The upper side is the width, the right one the height, as the fields beside the picture call them.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number}[]} spots clockwise from the top left
 */
function nameSides(context, spots) {
  context.font = LABEL_FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const [text, from, to] of /** @type {const} */ ([["\u2194", 0, 1], ["\u2195", 1, 2]])) {
    const [x, y] = [(spots[from].x + spots[to].x) / 2, (spots[from].y + spots[to].y) / 2];
    context.fillStyle = INK;
    context.beginPath();
    context.arc(x, y, 11, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = BRIGHT;
    context.fillText(text, x, y + 1);
  }
  context.textAlign = "start";
}
