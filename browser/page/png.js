/** PNG files of 8 bits a channel, of any size: a canvas has limits, and some browsers change what is read from it. */

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
const COLOUR_TYPES = new Map([
  [1, 0],
  [3, 2],
]);
const FILTER_UP = 2;

/**
 * @param {Uint8Array} pixels row by row
 * @param {number} height
 * @param {number} width
 * @param {1 | 3} channels grey, or red, green, blue
 * @returns {Promise<Blob>}
 */
export async function encodePng(pixels, height, width, channels) {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, COLOUR_TYPES.get(channels) ?? 0);
  const squeezed = new Blob([filterUp(pixels, height, width * channels)])
    .stream()
    .pipeThrough(new CompressionStream("deflate"));
  const body = new Uint8Array(await new Response(squeezed).arrayBuffer());
  const chunks = [
    makeChunk("IHDR", new Uint8Array(header.buffer)),
    makeChunk("IDAT", body),
    makeChunk("IEND", new Uint8Array()),
  ];
  return new Blob([SIGNATURE, ...chunks.flat()], { type: "image/png" });
}

/**
 * Each row as its difference to the row above, which squeezes better.
 *
 * @param {Uint8Array} pixels
 * @param {number} height
 * @param {number} rowBytes
 */
function filterUp(pixels, height, rowBytes) {
  const filtered = new Uint8Array(height * (rowBytes + 1));
  for (let row = 0; row < height; row++) {
    const from = row * rowBytes;
    const to = row * (rowBytes + 1);
    filtered[to] = FILTER_UP;
    for (let at = 0; at < rowBytes; at++) {
      filtered[to + 1 + at] = pixels[from + at] - (row ? pixels[from - rowBytes + at] : 0);
    }
  }
  return filtered;
}

/**
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} data
 */
function makeChunk(name, data) {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, data.length);
  head.set(new TextEncoder().encode(name), 4);
  const tail = new DataView(new ArrayBuffer(4));
  tail.setUint32(0, ~updateCrc(updateCrc(-1, head.subarray(4)), data) >>> 0);
  return [head, data, tail];
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/**
 * @param {number} crc
 * @param {Uint8Array} bytes
 */
function updateCrc(crc, bytes) {
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return crc;
}
