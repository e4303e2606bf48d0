/** Makes the files that people take away: report, tables, masks, all in one zip. */

import { attempt, complain, say } from "../app/announce.js";
import { ask, toProject } from "../app/api.js";
import { changeProject } from "../app/changes.js";
import { desk } from "../app/desk.js";
import { find, findButton, findDialog, findInput, make, makeIcon } from "../app/elements.js";
import { format, formatDate, tell } from "../app/messages.js";
import { takeExport } from "../app/taking.js";

/** @typedef {keyof Head} Field */

const FIELDS = /** @type {Field[]} */ (["structure", "element", "inspector", "date", "notes"]);
const KNOWN = ["report.html", "report.pdf", "cracks.csv", "cracks.xlsx", "cracks.geojson", "cracks.dxf", "cracks.json", "images.csv"];
const dialog = findDialog("#export-dialog");
let isWaiting = false;

export function offerExports() {
  findButton("#export-button").addEventListener("click", () => {
    for (const field of FIELDS) findField(field).value = desk.now.project?.settings.head[field] ?? "";
    dialog.showModal();
  });
  find("#export-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(order);
  });
  findButton("#export-cancel").addEventListener("click", () => {
    const running = findNewest();
    const { project } = desk.now;
    if (running && project) attempt(async () => takeExport(await ask("POST", toProject(project.id, `/exports/${running.id}/cancel`))));
  });
  desk.on(["exports", "project", "pictures", "about", "language"], render);
}

/** @param {Field} field */
const findField = (field) => findInput(`#head-${field}`);

async function order() {
  const { project } = desk.now;
  if (!project) return;
  const entries = FIELDS.map((field) => [field, findField(field).value.trim() || null]);
  const head = /** @type {Head} */ (Object.fromEntries(entries));
  isWaiting = true;
  render();
  try {
    if (FIELDS.some((field) => head[field] !== project.settings.head[field])) await changeProject({ settings: { head } });
    const isChosen = (/** @type {string} */ what) => findInput(`#export-${what}`).checked;
    const options = { pdf: isChosen("pdf"), dxf: isChosen("dxf"), originals: isChosen("originals") };
    takeExport(await ask("POST", toProject(project.id, "/exports"), options));
  } catch (error) {
    complain(error);
  }
  isWaiting = false;
  render();
}

function findNewest() {
  return [...desk.now.exports.values()].sort((one, other) => other.created.localeCompare(one.created))[0];
}

function render() {
  const { about, project, pictures } = desk.now;
  const newest = findNewest();
  const isRunning = isWaiting || newest?.state === "queued" || newest?.state === "running";
  const hasPdf = about?.extras?.pdf ?? false;
  const open = [...pictures.values()].filter(({ state }) => state === "queued" || state === "running").length;
  findButton("#export-button").disabled = !project || pictures.size === 0;
  findInput("#export-pdf").disabled = !hasPdf;
  find("#export-pdf-why").hidden = hasPdf;
  find("label:has(#export-dxf)").hidden = !about?.extras?.dxf;
  find("#export-open").hidden = open === 0 || isRunning;
  find("#export-open").textContent = tell("exportOpen", { count: open });
  findButton("#export-start").disabled = isRunning;
  find("#export-progress").hidden = !isRunning;
  if (isRunning) renderProgress(newest);
  find("#export-failed").hidden = isRunning || newest?.state !== "failed";
  find("#export-failed").textContent = tell("exportFailed", { detail: newest?.error ?? "" });
  renderFiles(newest?.state === "done" && !isRunning ? newest : undefined);
}

/** @param {Export | undefined} running */
function renderProgress(running) {
  const bar = /** @type {HTMLProgressElement} */ (find("#export-progress progress"));
  if (running?.total) Object.assign(bar, { max: running.total, value: running.done });
  else bar.removeAttribute("value");
  find("#export-progress span").textContent = running ? tell("exportProgress", { done: running.done, total: running.total }) : tell("exportQueued");
}

/** @param {Export | undefined} ready */
function renderFiles(ready) {
  const { project } = desk.now;
  const place = find("#export-ready");
  const wasHidden = place.hidden;
  place.hidden = !ready || !project;
  if (!ready || !project) return;
  const base = toProject(project.id, `/exports/${ready.id}`);
  find("#export-made").textContent = tell("exportMade", { when: formatDate(ready.created) });
  const zip = /** @type {HTMLAnchorElement} */ (find("#export-zip"));
  zip.href = `${base}/zip`;
  find("span", zip).textContent = tell("exportZip", { size: format((ready.bytes ?? 0) / 1e6, { maximumSignificantDigits: 2 }) });
  const files = ready.files.filter((name) => KNOWN.includes(name)).sort((one, other) => KNOWN.indexOf(one) - KNOWN.indexOf(other));
  find("#export-files").replaceChildren(...files.map((name) => make("li", {}, makeLink(`${base}/files/${name}`, name))));
  if (wasHidden && dialog.open) say(tell("exportDone"));
}

/**
 * @param {string} href
 * @param {string} name
 */
function makeLink(href, name) {
  const isShown = name === "report.html";
  const link = make("a", isShown ? { href, target: "_blank", rel: "noopener" } : { href, download: name });
  link.append(makeIcon(isShown ? "open" : "download"), make("b", {}, name), make("span", {}, tell(`file_${name.replace(".", "_")}`)));
  return link;
}
