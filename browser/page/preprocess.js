/**
 * From pixels to the network's input and from its output to probability: the rules of core/preprocess.py.
 *
 * @typedef {import("./facts.js").Facts} Facts
 */

/**
 * What each of the 256 values of each channel means to the network.
 *
 * @param {Facts} facts
 * @returns {Float32Array[]} red, green, blue
 */
export function makeTables({ mean, std }) {
  return mean.map((middle, channel) => {
    const scale = Math.fround(1 / (255 * std[channel]));
    const shift = Math.fround(middle / std[channel]);
    return Float32Array.from({ length: 256 }, (_, value) => Math.fround(value * scale) - shift);
  });
}

/**
 * A batch of one, its sides grown to a multiple by repeating the last row and column.
 *
 * @param {Uint8ClampedArray} rgba opaque pixels, row by row
 * @param {number} height
 * @param {number} width
 * @param {Float32Array[]} tables
 * @param {number} multiple
 */
export function toInput(rgba, height, width, tables, multiple) {
  const tall = Math.ceil(height / multiple) * multiple;
  const wide = Math.ceil(width / multiple) * multiple;
  const data = new Float32Array(3 * tall * wide);
  let to = 0;
  for (const [channel, table] of tables.entries()) {
    for (let row = 0; row < tall; row++) {
      const from = Math.min(row, height - 1) * width * 4 + channel;
      for (let column = 0; column < wide; column++) data[to++] = table[rgba[from + Math.min(column, width - 1) * 4]];
    }
  }
  return { data, height: tall, width: wide };
}

/**
 * The probability of the picture itself, what was padded cut away.
 *
 * @param {Float32Array} output of the network, row by row
 * @param {number} outputWidth
 * @param {number} height wanted
 * @param {number} width wanted
 * @param {"logits" | "probability"} kind
 */
export function toProbability(output, outputWidth, height, width, kind) {
  const probability = new Float32Array(height * width);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const from = row * outputWidth;
    for (let column = 0; column < width; column++) {
      const value = output[from + column];
      if (!Number.isFinite(value)) throw new RangeError(`the network answered ${value}`);
      probability[to++] = kind === "logits" ? (1 + Math.tanh(value / 2)) / 2 : Math.min(Math.max(value, 0), 1);
    }
  }
  return probability;
}
