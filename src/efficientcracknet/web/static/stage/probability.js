/** The probability map as an image that OpenSeadragon pans and zooms with the photo: tiles come grey and are coloured here. */

/** @typedef {import("./painter.js").Sheet} Sheet */

/** @type {WeakMap<CanvasRenderingContext2D, Sheet>} */
const sheets = new WeakMap();

/**
 * What OpenSeadragon draws for a tile: its sheet, if it is one of a probability map.
 *
 * @param {CanvasRenderingContext2D} context
 */
export const findSheet = (context) => sheets.get(context);

/** @param {Tiles} tiles */
export function makeMapSource(tiles) {
  const source = new OpenSeadragon.TileSource(/** @type {any} */ ({
    width: tiles.width_px,
    height: tiles.height_px,
    tileSize: tiles.tile_px,
    tileOverlap: tiles.overlap_px,
    maxLevel: tiles.max_level,
    minLevel: Math.min(tiles.max_level, 6), // a few dozen pixels
  }));
  /** @type {WeakMap<object, AbortController>} */
  const running = new WeakMap();
  return Object.assign(source, {
    /**
     * @param {number} level
     * @param {number} column
     * @param {number} row
     */
    getTileUrl: (level, column, row) => `${tiles.url}${level}/${column}_${row}.${tiles.format}`,
    hasTransparency: () => true,
    /** @param {OpenSeadragon.ImageJob} job */
    downloadTileStart(job) {
      const stop = new AbortController();
      running.set(job, stop);
      read(job.src, stop.signal).then(
        ({ context, values }) => {
          sheets.set(context, { context, values, painted: -1, ...place(job.tile, tiles) });
          job.finish(context, null, "context2d");
        },
        (error) => job.fail(String(error), null),
      );
    },
    /** @param {OpenSeadragon.ImageJob} job */
    downloadTileAbort: (job) => running.get(job)?.abort(),
  });
}

/**
 * @param {{level: number, x: number, y: number}} tile
 * @param {Tiles} tiles
 */
export function place({ level, x, y }, { max_level, tile_px, overlap_px }) {
  return {
    scale: 2 ** (level - max_level),
    left: x * tile_px - (x > 0 ? overlap_px : 0),
    top: y * tile_px - (y > 0 ? overlap_px : 0),
  };
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function read(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const bitmap = await createImageBitmap(await response.blob(), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const values = new Uint8Array(data.length / 4);
  for (let at = 0; at < values.length; at++) values[at] = data[4 * at];
  return { context, values };
}
