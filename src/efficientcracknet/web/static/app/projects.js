/** Projects: which there are, and which is open. */

import { ask, toProject } from "./api.js";
import { readAddress } from "./address.js";
import { desk } from "./desk.js";
import { follow } from "./following.js";
import { keep, readKept } from "./keeping.js";
import { formatDate, tell } from "./messages.js";

const STORED = "efficientcracknet-project";

/** @type {Promise<unknown>} that a project is being made or opened */
let opening = Promise.resolve();

export async function loadProjects() {
  const { projects } = await ask("GET", "/api/projects");
  desk.set({ projects });
}

/** Opens the project that the address names, else the one open last, else the newest; none if there is none. */
export async function openFirst() {
  const { project, picture } = readAddress();
  const { projects } = desk.now;
  const wishes = [project, readKept(STORED)];
  const found = wishes.map((id) => projects.find((one) => one.id === id)).find(Boolean) ?? projects[0];
  if (found) await openProject(found, project === found.id ? picture : null);
}

/**
 * @param {Project} project
 * @param {string | null} [picture] to begin with
 */
export function openProject(project, picture = null) {
  return (opening = open(project, picture));
}

/**
 * @param {Project} project
 * @param {string | null} picture
 */
async function open(project, picture) {
  keep(STORED, project.id);
  desk.set({ project, revision: 0, pictures: new Map(), exports: new Map(), current: picture, detail: null });
  await follow(project.id);
  const { pictures, current } = desk.now;
  if (current === null || !pictures.has(current)) desk.set({ current: pictures.keys().next().value ?? null });
}

/** @param {string} name */
export function createProject(name) {
  return (opening = create(name));
}

/** @param {string} name */
async function create(name) {
  /** @type {Project} */
  const project = await ask("POST", "/api/projects", { name });
  desk.set({ projects: [project, ...desk.now.projects] });
  await open(project, null);
}

/** The open project, or one that is made now, named after the day. */
export async function needProject() {
  await opening.catch(() => {}); // whoever asked for it was told
  if (!desk.now.project) {
    const day = formatDate(Date.now(), { dateStyle: "long" });
    await createProject(tell("projectOfDay", { day }));
  }
  return /** @type {Project} */ (desk.now.project);
}

/** @param {Project} project */
export async function deleteProject(project) {
  await ask("DELETE", toProject(project.id));
  const projects = desk.now.projects.filter((one) => one.id !== project.id);
  desk.set({ projects });
  if (desk.now.project?.id !== project.id) return;
  if (projects.length > 0) await openProject(projects[0]);
  else desk.set({ project: null, pictures: new Map(), exports: new Map(), current: null, detail: null });
}
