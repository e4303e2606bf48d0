/**
 * Finds the cracks of one picture after another, away from the page, which stays free for its reader.
 *
 * In: start, find, share, save. Out: loading, ready, preview, progress, found, share, saved, failed.
 *
 * @typedef {{file: Blob, height: number, width: number, probability: Float32Array}} Found
 */

import { Blender } from "./blend.js";
import { openEngine } from "./engine.js";
import { readFacts } from "./facts.js";
import { classify, findMask, markPixels } from "./marks.js";
import { decode, drawPreview, MAX_PIXELS, PixelReader, shrinkToPeaks } from "./picture.js";
import { encodePng } from "./png.js";
import { makeTables, toInput, toProbability } from "./preprocess.js";
import { planTiles } from "./tiles.js";

const BASE = new URL("./", import.meta.url);
const STRIP_PX = 256;

/** What is to be told: a message of messages/*.json. */
class Refusal extends Error {}

/** @type {Promise<{facts: import("./facts.js").Facts, engine: import("./engine.js").Engine}>} */
let ready;
/** @type {Found | null} */
let found = null;
let latest = 0; // number of the picture asked for last: work on an earlier one stops

/** @type {Record<string, (message: any) => unknown>} */
const ACTIONS = {
  start({ wanted }) {
    ready = prepare(wanted);
    ready.then(
      ({ facts, engine: { kind, threads } }) => post({ type: "ready", facts, kind, threads }),
      (error) => post({ type: "failed", key: "failedStart", detail: String(error) }),
    );
  },
  async find({ number, file }) {
    latest = number;
    found = null;
    try {
      await find(number, file);
    } catch (error) {
      if (number !== latest) return;
      const key = error instanceof Refusal ? error.message : "failedFind";
      post({ type: "failed", number, key, detail: error instanceof Refusal ? "" : String(error) });
    }
  },
  share({ threshold }) {
    if (found) post({ type: "share", threshold, share: countShare(found.probability, threshold) });
  },
  async save({ what, threshold, opacity }) {
    if (!found) return;
    try {
      post({ type: "saved", what, blob: await (what === "mask" ? drawMask : drawOverlay)(found, threshold, opacity) });
    } catch (error) {
      post({ type: "failed", key: "failedSave", detail: String(error) });
    }
  },
};

self.onmessage = ({ data }) => ACTIONS[data.type](data);

/** @param {string | null} wanted */
async function prepare(wanted) {
  const listener = throttle((loaded, total) => post({ type: "loading", loaded, total }));
  const [facts, engine] = await Promise.all([readFacts(BASE), openEngine(BASE, wanted, listener)]);
  return { facts, engine };
}

/**
 * @param {number} number
 * @param {Blob} file
 */
async function find(number, file) {
  const begun = performance.now();
  const bitmap = await decode(file).catch(() => {
    throw new Refusal("failedRead");
  });
  const { height, width } = bitmap;
  if (height * width > MAX_PIXELS) throw new Refusal("failedSize");
  const preview = await drawPreview(bitmap);
  post({ type: "preview", number, preview, height, width }, [preview]);
  const waited = performance.now();
  const { facts, engine } = await ready;
  const started = performance.now();
  const probability = await mapCracks(bitmap, facts, engine, number);
  bitmap.close();
  if (!probability) return;
  const seconds = (performance.now() - started + waited - begun) / 1000;
  found = { file, height, width, probability };
  const { peaks, ...size } = shrinkToPeaks(probability, height, width);
  const share = countShare(probability, facts.threshold);
  post({ type: "found", number, seconds, share, peaks, size, kind: engine.kind, threads: engine.threads }, [
    peaks.buffer,
  ]);
}

/**
 * @param {ImageBitmap} bitmap
 * @param {import("./facts.js").Facts} facts
 * @param {import("./engine.js").Engine} engine
 * @param {number} number
 * @returns {Promise<Float32Array | null>} probability, row by row; null when another picture has come meanwhile
 */
async function mapCracks(bitmap, facts, engine, number) {
  const tables = makeTables(facts);
  const reader = new PixelReader(bitmap);
  const tiles = planTiles(bitmap.height, bitmap.width, facts.tile_px, facts.overlap_px, facts.multiple_px);
  const blender = tiles.length > 1 ? new Blender(bitmap.height, bitmap.width, facts.overlap_px) : null;
  for (const [done, tile] of tiles.entries()) {
    post({ type: "progress", number, done, tiles: tiles.length });
    await new Promise((resolve) => setTimeout(resolve)); // lets messages in
    if (number !== latest) return null;
    const input = toInput(reader.read(tile), tile.height, tile.width, tables, facts.multiple_px);
    const output = await engine.run(input.data, input.height, input.width);
    const probability = toProbability(output, input.width, tile.height, tile.width, facts.output);
    if (!blender) return probability;
    blender.add(tile, probability);
  }
  return blender && blender.finish();
}

/**
 * @param {Float32Array} probability
 * @param {number} threshold
 */
function countShare(probability, threshold) {
  const limit = Math.fround(threshold);
  let count = 0;
  for (let pixel = 0; pixel < probability.length; pixel++) if (probability[pixel] >= limit) count++;
  return count / probability.length;
}

/**
 * @param {Found} picture
 * @param {number} threshold
 */
function drawMask({ probability, height, width }, threshold) {
  const mask = findMask(probability, threshold).map((crack) => crack * 255);
  return encodePng(mask, height, width, 1);
}

/**
 * @param {Found} picture
 * @param {number} threshold
 * @param {number} opacity
 */
async function drawOverlay({ file, probability, height, width }, threshold, opacity) {
  const bitmap = await decode(file);
  const reader = new PixelReader(bitmap);
  const rgb = new Uint8Array(height * width * 3);
  for (const { top, left, ...size } of planTiles(height, 1, STRIP_PX, 0, 1)) {
    const rgba = reader.read({ top, left, height: size.height, width });
    for (let from = 0, to = top * width * 3; from < rgba.length; from += 4) {
      rgb[to++] = rgba[from];
      rgb[to++] = rgba[from + 1];
      rgb[to++] = rgba[from + 2];
    }
  }
  bitmap.close();
  markPixels(rgb, classify(findMask(probability, threshold), height, width), opacity);
  return encodePng(rgb, height, width, 3);
}

/**
 * @param {object} message
 * @param {Transferable[]} [moved]
 */
function post(message, moved = []) {
  self.postMessage(message, { transfer: moved });
}

/** @param {(loaded: number, total: number) => void} listener called ten times a second at most, and at the end */
function throttle(listener) {
  let last = 0;
  return (/** @type {number} */ loaded, /** @type {number} */ total) => {
    if (loaded < total && performance.now() - last < 100) return;
    last = performance.now();
    listener(loaded, total);
  };
}
