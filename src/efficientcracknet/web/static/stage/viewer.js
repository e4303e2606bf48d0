/** OpenSeadragon as this page uses it: the photo, and over it the coloured map of cracks, each from tiles. */

import { Painter } from "./painter.js";
import { findSheet, makeMapSource } from "./probability.js";

const KEYS_LEFT_ALONE = new Set(["r", "R", "f", "F"]); // they would turn and mirror the photo
const REST_S = 0.6;

export class Viewer {
  /** @param {HTMLElement} element */
  constructor(element) {
    keepFromStyling();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.painter = new Painter();
    this.osd = OpenSeadragon(/** @type {any} */ ({
      element,
      drawer: "canvas", // its tiles are painted anew in place when the threshold moves
      showNavigationControl: false,
      animationTime: isStill ? 0 : REST_S,
      blendTime: 0,
      immediateRender: true,
      maxZoomPixelRatio: 16,
      minZoomImageRatio: 0.7,
      visibilityRatio: 0.4,
      zoomPerScroll: 1.25,
      imageLoaderLimit: 4, // of the six that a browser opens to one server
      maxImageCacheCount: 160, // of a megabyte each
      preserveImageSizeOnResize: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsPen: { clickToZoom: false, dblClickToZoom: true },
    }));
    /** @type {Picture | null} */
    this.picture = null;
    /** @type {OpenSeadragon.TiledImage | null} */
    this.map = null;
    this.turn = 0; // of showing a map
    this.opacity = 1;
    /** @type {number | null} */
    this.left = null; // column from which on the map is shown
    this.isWhole = true; // nobody has moved it: it stays whole when the stage changes its size
    for (const name of /** @type {const} */ (["canvas-drag", "canvas-scroll", "canvas-pinch", "canvas-key", "canvas-double-click"])) {
      this.osd.addHandler(name, () => void (this.isWhole = false));
    }
    this.osd.addHandler("resize", () => queueMicrotask(() => this.isWhole && this.osd.viewport?.goHome(true)));
    this.osd.addHandler("tile-drawing", ({ rendered }) => {
      const sheet = findSheet(/** @type {any} */ (rendered));
      if (sheet) this.painter.paint(sheet);
    });
    this.osd.addHandler("canvas-key", (/** @type {any} */ event) => {
      if (KEYS_LEFT_ALONE.has(event.originalEvent.key)) event.preventDefaultAction = true;
    });
  }

  /**
   * @param {Picture | null} picture null: leave the stage empty
   * @param {(isSuccess: boolean) => void} [done]
   */
  open(picture, done = () => {}) {
    this.picture = picture;
    this.map = null;
    this.turn++;
    this.isWhole = true;
    this.osd.close();
    if (!picture) return;
    const { url, format, tile_px, overlap_px, height_px, width_px } = picture.photo;
    const Size = { Width: width_px, Height: height_px };
    this.osd.addOnceHandler("open", () => done(true));
    this.osd.addOnceHandler("open-failed", () => done(false));
    this.osd.open(/** @type {any} */ ({
      Image: { xmlns: "http://schemas.microsoft.com/deepzoom/2008", Url: url, Format: format, Overlap: overlap_px, TileSize: tile_px, Size },
    }));
  }

  /**
   * Shows a map over the photo, and takes those before away when the new one is there.
   *
   * @param {Tiles | null} tiles
   * @param {() => void} [shown]
   */
  showMap(tiles, shown = () => {}) {
    const turn = ++this.turn;
    if (!tiles) return this.keepMap(null);
    this.osd.addTiledImage({
      tileSource: /** @type {any} */ (makeMapSource(tiles)),
      opacity: this.opacity,
      success: (/** @type {any} */ { item }) => {
        if (turn !== this.turn) return this.osd.world.removeItem(item); // something newer has been asked for
        this.map = item;
        this.clip(this.left);
        const settle = () => {
          if (turn !== this.turn) return;
          this.keepMap(item);
          shown();
        };
        if (item.getFullyLoaded()) settle();
        else item.addOnceHandler("fully-loaded-change", settle);
      },
    });
  }

  /** @param {OpenSeadragon.TiledImage | null} map the one that stays over the photo */
  keepMap(map) {
    const { world } = this.osd;
    this.map = map;
    const items = [...Array(world.getItemCount()).keys()].map((at) => world.getItemAt(at));
    for (const item of items.slice(1)) if (item !== map) world.removeItem(item);
  }

  /** @param {Parameters<Painter["change"]>[0]} changes */
  paint(changes) {
    this.painter.change(changes);
    this.osd.forceRedraw();
  }

  /** @param {number} opacity 0..1, of the map */
  setOpacity(opacity) {
    this.opacity = opacity;
    this.map?.setOpacity(opacity);
  }

  /** @param {number | null} left column from which on the map is shown; null: everywhere */
  clip(left) {
    const { map, picture } = this;
    this.left = left;
    if (!map || !picture) return;
    const { width_px, height_px } = picture;
    const from = left === null ? 0 : Math.min(Math.max(left, 0), width_px);
    map.setClip(left === null ? null : new OpenSeadragon.Rect(from, 0, Math.max(width_px - from, 0.01), height_px));
  }

  /** How the photo lies on the stage now: its left upper corner and the size of its pixels, in CSS px. */
  findPlace() {
    const { picture } = this;
    if (!picture || this.osd.world.getItemCount() === 0) return null;
    const bounds = this.osd.world.getItemAt(0).getBounds(true);
    const { x, y, width } = this.osd.viewport.viewportToViewerElementRectangle(bounds);
    return { left: x, top: y, zoom: width / picture.width_px };
  }

  /**
   * @param {{x: number, y: number}} position on the stage, CSS px
   * @returns {Point | null}
   */
  toPoint({ x, y }) {
    const place = this.findPlace();
    return place && [(y - place.top) / place.zoom - 0.5, (x - place.left) / place.zoom - 0.5];
  }

  /** The place in the middle of the stage, where the keyboard's cross stands. */
  findMiddle() {
    const { x, y } = this.osd.viewport.getContainerSize();
    return this.toPoint({ x: x / 2, y: y / 2 });
  }

  /** @param {Box} box shown whole, and not larger than four screen pixels for one of the picture */
  showBox([top, left, height, width]) {
    const side = Math.max(height, width, this.osd.viewport.getContainerSize().x / 4);
    const grown = Math.max(side * 1.3, 1);
    const [middleRow, middleColumn] = [top + height / 2, left + width / 2];
    const image = this.osd.world.getItemAt(0);
    if (!image) return;
    this.isWhole = false;
    this.osd.viewport.fitBoundsWithConstraints(image.imageToViewportRectangle(middleColumn - grown / 2, middleRow - grown / 2, grown, grown));
  }

  zoomIn = () => this.zoomBy(1.5);
  zoomOut = () => this.zoomBy(1 / 1.5);

  /** @param {number} factor */
  zoomBy(factor) {
    this.isWhole = false;
    this.osd.viewport.zoomBy(factor).applyConstraints();
  }

  zoomFit = () => {
    this.isWhole = true;
    this.osd.viewport.goHome();
  };

  /** One pixel of the picture on one of the screen. */
  zoomPixels = () => {
    const image = this.osd.world.getItemAt(0);
    this.isWhole = false;
    if (image) this.osd.viewport.zoomTo(image.imageToViewportZoom(1 / devicePixelRatio)).applyConstraints();
  };
}

/** Where it finds a `style` of this name, OpenSeadragon adds none of its own, which the page's policy would refuse. */
function keepFromStyling() {
  const placeholder = document.createElementNS(null, "style"); // of no namespace: no style sheet at all
  placeholder.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(placeholder);
}
