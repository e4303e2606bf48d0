/** The picture on the stage: opened when it is chosen, painted when its cracks, the threshold or the strokes change. */

import { say } from "../app/announce.js";
import { desk, findCurrent } from "../app/desk.js";
import { find } from "../app/elements.js";
import { tell } from "../app/messages.js";
import { formatWidth } from "../inspector/figures.js";
import { countClasses } from "../photos/describing.js";
import { findCrackAt } from "./geometry.js";
import { Marks } from "./marks.js";
import { nameRank, toCss } from "./palette.js";
import { Viewer } from "./viewer.js";

const REACH = 12; // CSS px around a crack in which a click means it
const WIDER = 1.6; // than the widest place: a streak of colour covers its crack

export class Stage {
  constructor() {
    this.viewer = new Viewer(find("#viewer"));
    this.marks = new Marks(/** @type {HTMLCanvasElement} */ (find("#marks")));
    /** @type {Point | null} */
    this.pointer = null;
    this.isByKeyboard = false;
    this.wipe = 0; // CSS px from the left; 0: everything is shown
    /** @type {import("./marks.js").Scene["cracks"]} */
    this.cracks = [];
    /** @type {string | null} */
    this.map = null;
    this.viewer.osd.addHandler("update-viewport", () => this.draw());
    this.viewer.osd.addHandler("canvas-click", (event) => this.pick(event));
    new ResizeObserver(() => this.draw()).observe(find("#marks"));
    this.nameCanvas();
    this.watchHands();

    desk.on(["current", "pictures"], () => this.open());
    desk.on(["detail", "project", "standards", "language"], () => this.takeCracks());
    desk.on(["threshold", "about", "drafts"], () => this.paint());
    desk.on(["opacity"], () => this.viewer.setOpacity(desk.now.opacity));
    desk.on(["selected", "labels", "opacity", "tool", "scalePoints", "radius"], () => this.draw());
    desk.on(["language"], () => this.nameCanvas());
  }

  open() {
    const picture = findCurrent();
    const { viewer } = this;
    if (picture?.id !== viewer.picture?.id) {
      this.map = null;
      viewer.open(picture, () => this.showMap());
      this.draw();
    } else {
      viewer.picture = picture;
      this.showMap();
    }
  }

  /** The map in force; when it is there, strokes that it holds are drawn no more. */
  showMap() {
    const { picture, osd } = this.viewer;
    const url = picture?.probability?.url ?? null;
    if (picture?.state === "failed" || picture?.state === "cancelled") desk.set({ drafts: [] }); // they came to nothing
    if (url === this.map || !picture || osd.world.getItemCount() === 0) return;
    this.map = url;
    const isAll = !picture.stale && picture.state !== "queued" && picture.state !== "running";
    const answered = isAll ? desk.now.drafts : [];
    this.viewer.showMap(picture.probability, () => {
      if (answered.length) desk.set({ drafts: desk.now.drafts.filter((draft) => !answered.includes(draft)) });
    });
  }

  takeCracks() {
    const classes = countClasses();
    this.cracks = (desk.now.detail?.cracks ?? []).map((crack) => ({
      crack,
      colour: toCss(nameRank(crack.rank, classes)),
      text: `${crack.crack}  ${formatWidth(crack)}`.trim(),
    }));
    this.paint();
    this.draw();
  }

  paint() {
    const { threshold, about, drafts } = desk.now;
    const cut = Math.round(threshold * (about?.threshold?.levels ?? 200));
    const streaks = this.cracks.map(({ crack, colour }) => ({
      colour,
      width_px: (crack.width_max_px ?? 3) * WIDER + 4,
      lines: crack.lines,
      box_px: /** @type {Box} */ ([crack.box_top_px, crack.box_left_px, crack.box_height_px, crack.box_width_px]),
    }));
    this.viewer.paint({ cut, ground: countClasses() ? "undetermined" : "plain", streaks, drafts });
  }

  draw() {
    const place = this.viewer.findPlace();
    const { selected, labels, opacity, tool, scalePoints, radius, detail } = desk.now;
    if (!place || !this.viewer.picture) return this.marks.draw(null);
    const isDrawing = tool === "paint" || tool === "erase";
    this.marks.draw({
      place,
      cracks: detail?.id === this.viewer.picture.id ? this.cracks : [],
      selected,
      labels: labels && tool === "look",
      opacity,
      wipe: this.wipe,
      scale: tool === "scale" ? scalePoints : null,
      brush: isDrawing && this.pointer ? { point: this.pointer, radius_px: radius[tool] } : null,
      cross: tool !== "look" && this.isByKeyboard,
    });
  }

  /** @param {any} event */
  pick({ quick, position }) {
    const point = this.viewer.toPoint(position);
    const place = this.viewer.findPlace();
    const { tool, detail } = desk.now;
    if (tool !== "look" || !quick || !point || !place || !detail) return;
    const crack = findCrackAt(detail.cracks, point, REACH / place.zoom);
    desk.set({ selected: crack?.crack ?? null });
    if (crack) say(tell("crackChosen", { number: crack.crack, width: formatWidth(crack) }));
  }

  /** @param {number} number */
  showCrack(number) {
    const crack = desk.now.detail?.cracks.find((one) => one.crack === number);
    if (crack) this.viewer.showBox([crack.box_top_px, crack.box_left_px, crack.box_height_px, crack.box_width_px]);
  }

  /** Those who steer by keyboard get a cross in the middle, others none. */
  watchHands() {
    const { canvas } = this.viewer.osd;
    const take = (/** @type {boolean} */ isByKeyboard) => {
      if (this.isByKeyboard === isByKeyboard) return;
      this.isByKeyboard = isByKeyboard;
      canvas.toggleAttribute("data-keys", isByKeyboard);
      this.draw();
    };
    canvas.addEventListener("focus", () => take(canvas.matches(":focus-visible")));
    canvas.addEventListener("keydown", ({ key }) => key.length > 1 && take(true));
    canvas.addEventListener("pointerdown", () => take(false));
    canvas.addEventListener("blur", () => take(false));
  }

  nameCanvas() {
    const { canvas } = this.viewer.osd;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", tell("stageLabel"));
    canvas.setAttribute("aria-describedby", "stage-hint");
  }
}
