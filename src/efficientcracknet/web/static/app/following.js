/** Keeps the page at the program's state of a project: by a stream of events, and by asking where that breaks. */

import { ask, toProject } from "./api.js";
import { desk } from "./desk.js";
import { takeExport, takePictures, takeProject, takeRemoved } from "./taking.js";

const RETRY_MS = 2000;
const PATIENCE_MS = 4000;

/** @type {() => void} */
let stop = () => {};

/**
 * Leaves the project followed so far.
 *
 * @param {string} project
 * @returns {Promise<void>} done when all that is known of the project is in the store
 */
export async function follow(project) {
  stop();
  let isOver = false;
  /** @type {EventSource | null} */
  let source = null;
  let doubt = 0;

  const isFine = () => {
    clearTimeout(doubt);
    doubt = 0;
    desk.set({ connection: "fine" });
  };
  const listen = () => {
    if (isOver) return;
    source = new EventSource(toProject(project, "/events"));
    source.addEventListener("picture", ({ data }) => takePictures([JSON.parse(data)]));
    source.addEventListener("removed", ({ data }) => takeRemoved([JSON.parse(data).id]));
    source.addEventListener("project", ({ data }) => takeProject(JSON.parse(data)));
    source.addEventListener("export", ({ data }) => takeExport(JSON.parse(data)));
    source.onopen = () => catchUp(project).then(isFine, () => {});
    source.onerror = () => {
      doubt ||= window.setTimeout(() => desk.set({ connection: "lost" }), PATIENCE_MS);
      if (source?.readyState === EventSource.CLOSED) setTimeout(reopen, RETRY_MS);
    };
  };
  const reopen = () => {
    if (isOver) return;
    catchUp(project).then(isFine, () => {}).finally(listen);
  };
  stop = () => {
    isOver = true;
    clearTimeout(doubt);
    source?.close();
  };
  await catchUp(project);
  listen();
}

/** @param {string} project */
async function catchUp(project) {
  /** @type {Changes} */
  const changes = await ask("GET", toProject(project, `/changes?since=${desk.now.revision}`));
  if (changes.project.id !== desk.now.project?.id) return;
  takeProject(changes.project);
  takePictures(changes.pictures);
  takeRemoved(changes.removed);
  for (const one of changes.exports) takeExport(one);
  desk.set({ revision: changes.revision });
}
