/** Takes what the program tells into the store; what is older than what is known is left out. */

import { desk, findCurrent } from "./desk.js";

/** @param {Project} project */
export function takeProject(project) {
  const { project: known, projects } = desk.now;
  if (known && known.id === project.id && known.revision > project.revision) return;
  desk.set({ projects: projects.map((one) => (one.id === project.id ? project : one)) });
  if (known?.id === project.id) desk.set({ project });
}

/** @param {Picture[]} items */
export function takePictures(items) {
  const { pictures, revision } = desk.now;
  const fresh = items.filter((item) => (pictures.get(item.id)?.revision ?? -1) < item.revision);
  if (fresh.length === 0) return;
  const all = new Map(pictures);
  for (const item of fresh) all.set(item.id, item);
  const isSorted = fresh.every((item) => pictures.has(item.id));
  const sorted = isSorted ? all : new Map([...all].sort(([, one], [, other]) => one.position - other.position));
  desk.set({ pictures: sorted, revision: Math.max(revision, ...fresh.map((item) => item.revision)) });
  if (!findCurrent()) desk.set({ current: sorted.keys().next().value ?? null });
}

/** @param {string[]} ids */
export function takeRemoved(ids) {
  const { pictures, current } = desk.now;
  if (!ids.some((id) => pictures.has(id))) return;
  const order = [...pictures.keys()];
  const all = new Map([...pictures].filter(([id]) => !ids.includes(id)));
  desk.set({ pictures: all });
  if (current === null || all.has(current)) return;
  const left = order.slice(order.indexOf(current)).find((id) => all.has(id)) ?? [...all.keys()].at(-1);
  desk.set({ current: left ?? null });
}

/** @param {Export} one */
export function takeExport(one) {
  desk.set({ exports: new Map(desk.now.exports).set(one.id, one) });
}
