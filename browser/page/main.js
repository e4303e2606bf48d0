/** The page: takes pictures, has the worker find their cracks, shows what it found. */

import { becomeCapable } from "./isolation.js";
import { chooseLanguage, format, setLanguage, storeLanguage, tell } from "./messages.js";
import { listenForPictures } from "./intake.js";
import { View } from "./view.js";

/**
 * @typedef {"starting" | "ready" | "working" | "found" | "failed"} State
 * @typedef {{seconds: number, share: number, kind: string, threads: number}} Result
 */

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @returns {T}
 */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

const threshold = /** @type {HTMLInputElement} */ (find("#threshold"));
const opacity = /** @type {HTMLInputElement} */ (find("#opacity"));
const zoom = /** @type {HTMLInputElement} */ (find("#zoom"));
const view = new View(find(".photo"), find(".marks"));

/** @type {Worker | null} */
let worker = null;
/** @type {import("./facts.js").Facts | null} */
let facts = null;
/** @type {Result | null} */
let result = null;
/** @type {() => string} */
let news = () => tell("loadingPage");
let number = 0;
let name = "";
let size = { height: 0, width: 0 };
/** @type {File | null} */
let early = null; // came before the worker was there

/** What the worker says. @type {Record<string, (message: any) => void>} */
const ANSWERS = {
  loading({ loaded, total }) {
    const mega = (/** @type {number} */ bytes) => format(bytes / 1e6, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
    say(() => tell("loadingEngine", { loaded: mega(loaded), total: mega(Math.max(loaded, total)) }));
    showProgress(total > 0 ? loaded / total : null);
  },
  ready(message) {
    facts = message.facts;
    threshold.value = String(message.facts.threshold);
    if (document.body.dataset.state === "starting") {
      enter("ready", () => tell("ready", { engine: describeEngine(message) }));
      showProgress(undefined);
    }
    render();
  },
  preview({ preview, height, width }) {
    size = { height, width };
    view.showPhoto(preview);
    showStage(true);
    render();
  },
  progress({ done, tiles }) {
    say(() => tell("working", { part: done + 1, parts: tiles }));
    showProgress(tiles > 1 ? done / tiles : null);
  },
  found(message) {
    result = message;
    if (facts) threshold.value = String(facts.threshold);
    view.showCracks(message.peaks, Number(threshold.value));
    enter("found", tellShare);
    showProgress(undefined);
    render();
  },
  share({ threshold: asked, share }) {
    if (!result || asked !== Number(threshold.value)) return;
    result.share = share;
    render();
  },
  saved({ what, blob }) {
    const file = `${name}_${what}.png`;
    download(blob, file);
    enter("found", () => tell("saved", { name: file }));
    showProgress(undefined);
  },
  failed({ number: failing, key, detail }) {
    if (failing !== undefined) showStage(false);
    enter("failed", () => `${tell(key)}${detail ? ` [${detail}]` : ""}`);
    showProgress(undefined);
    render();
  },
};

/** @param {boolean} isShown the picture; else the place to put one */
function showStage(isShown) {
  find(".stage").hidden = !isShown;
  find(".intake").hidden = isShown;
  if (isShown) find(".side").prepend(find(".actions"));
  else find(".intake .drops").before(find(".actions"));
}

/** @param {File} file */
function take(file) {
  if (!worker) {
    early = file;
    return;
  }
  number++;
  name = file.name.replace(/\.[^.]*$/, "") || "picture";
  result = null;
  enter("working", () => tell("reading"));
  showProgress(null);
  render();
  worker.postMessage({ type: "find", number, file });
}

/**
 * @param {State} state
 * @param {() => string} text
 */
function enter(state, text) {
  document.body.dataset.state = state;
  say(text);
}

/** @param {() => string} text told again when the language changes */
function say(text) {
  news = text;
  find("#status").textContent = text();
}

/** @param {number | null | undefined} share done; null: not known; undefined: nothing is being done */
function showProgress(share) {
  const bar = /** @type {HTMLProgressElement} */ (find("progress"));
  document.body.toggleAttribute("data-busy", share !== undefined);
  if (typeof share === "number") bar.value = share;
  else bar.removeAttribute("value");
}

/** Write everything that depends on state, language and sliders. */
function render() {
  find("#status").textContent = news();
  for (const button of document.querySelectorAll("[data-language]")) {
    const chosen = button.getAttribute("data-language") === document.documentElement.lang;
    button.setAttribute("aria-pressed", String(chosen));
  }
  const [choose] = document.querySelectorAll("[data-text=choose]");
  choose.textContent = tell(find(".stage").hidden ? "choose" : "another");
  find("#threshold-value").textContent = format(Number(threshold.value), { minimumFractionDigits: 2 });
  find("#opacity-value").textContent = format(Number(opacity.value), { style: "percent" });
  find(".results").hidden = !result;
  if (facts) {
    find("#weights").textContent = tell("weights", { name: facts.name });
    find("#terms").textContent = tell("terms", { terms: facts.terms });
    find("#threshold-hint").textContent = tell("thresholdHint", { threshold: format(facts.threshold) });
  }
  if (result) renderResult(result);
}

/** @param {Result} shown */
function renderResult(shown) {
  find("#share").textContent = formatShare(shown.share);
  find("#seconds").textContent = tell("secondsValue", { seconds: format(shown.seconds, { maximumSignificantDigits: 3 }) });
  find("#size").textContent = tell("sizeValue", { width: format(size.width), height: format(size.height) });
  find("#engine").textContent = describeEngine(shown);
}

function tellShare() {
  return result?.share ? tell("found", { share: formatShare(result.share) }) : tell("foundNone");
}

/** @param {number} share */
const formatShare = (share) => format(share, { style: "percent", maximumFractionDigits: 2, minimumFractionDigits: 2 });

/** @param {{kind: string, threads: number}} engine */
function describeEngine({ kind, threads }) {
  if (kind === "gpu") return tell("gpu");
  return threads > 1 ? tell("cpuThreads", { threads }) : tell("cpuOne");
}

/**
 * @param {Blob} blob
 * @param {string} file
 */
function download(blob, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function changeThreshold() {
  const value = Number(threshold.value);
  view.changeThreshold(value);
  worker?.postMessage({ type: "share", threshold: value });
  if (document.body.dataset.state === "found") news = tellShare;
  render();
}

function listenForControls() {
  threshold.addEventListener("input", changeThreshold);
  opacity.addEventListener("input", () => {
    view.changeOpacity(Number(opacity.value));
    render();
  });
  zoom.addEventListener("change", () => find(".frame").classList.toggle("enlarged", zoom.checked));
  find("#reset").addEventListener("click", () => {
    threshold.value = String(facts?.threshold);
    changeThreshold();
  });
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => {
      say(() => tell("saving"));
      showProgress(null);
      const what = button.getAttribute("data-save");
      worker?.postMessage({ type: "save", what, threshold: Number(threshold.value), opacity: Number(opacity.value) });
    });
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", async () => {
      const wanted = button.getAttribute("data-language") ?? "";
      storeLanguage(wanted);
      await setLanguage(wanted);
      render();
    });
  }
}

function startWorker() {
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.number === undefined || data.number === number) ANSWERS[data.type](data);
  };
  worker.onerror = (event) => ANSWERS.failed({ key: "failedStart", detail: event.message });
  worker.postMessage({ type: "start", wanted: new URLSearchParams(location.search).get("engine") });
  if (early) take(early);
  early = null;
}

async function start() {
  find(".needs-server").remove();
  await setLanguage(chooseLanguage());
  listenForControls();
  listenForPictures(take, () => enter("failed", () => tell("failedKind")));
  render();
  showProgress(null);
  await becomeCapable(() => early !== null);
  startWorker();
}

start();
