/** What a reader may change of a picture or of all; each goes to the program, in the order it was asked for. */

import { ask, toPicture, toProject } from "./api.js";
import { desk } from "./desk.js";
import { takePictures, takeProject, takeRemoved } from "./taking.js";

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * One after the other, lest an undo overtake the stroke that it undoes.
 *
 * @template Answer
 * @param {() => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
function inOrder(work) {
  const done = last.then(work, work);
  last = done.catch(() => {});
  return done;
}

/** @returns {string} */
function projectId() {
  const { project } = desk.now;
  if (!project) throw new Error("no project is open");
  return project.id;
}

/**
 * @param {string} picture
 * @param {{scale?: Scale | null, threshold?: number | null, reviewed?: boolean}} changes null: as the project has it
 */
export const changePicture = (picture, changes) => inOrder(() => send("PATCH", picture, "", changes));

/**
 * @param {string} picture
 * @param {Edit} edit
 */
export const editPicture = (picture, edit) => inOrder(() => send("POST", picture, "/edits", edit));

/**
 * @param {string} picture
 * @param {"edits/undo" | "edits/redo" | "cancel" | "retry"} what
 */
export const orderPicture = (picture, what) => inOrder(() => send("POST", picture, `/${what}`));

/** @param {string} picture */
export async function removePicture(picture) {
  await ask("DELETE", toPicture(projectId(), picture));
  takeRemoved([picture]);
}

/** @param {{scale?: Scale | null, threshold?: number | null}} changes for every picture, those to come too */
export const applyToAll = (changes) =>
  inOrder(async () => takeProject(await ask("POST", toProject(projectId(), "/apply"), changes)));

/** @param {{name?: string, settings?: Partial<Project["settings"]>}} changes */
export const changeProject = (changes) =>
  inOrder(async () => takeProject(await ask("PATCH", toProject(projectId()), changes)));

export const cancelAll = () => inOrder(async () => takeProject(await ask("POST", toProject(projectId(), "/cancel"))));

/**
 * @param {string} method
 * @param {string} picture
 * @param {string} rest
 * @param {unknown} [body]
 */
async function send(method, picture, rest, body) {
  takePictures([await ask(method, toPicture(projectId(), picture, rest), body)]);
}
