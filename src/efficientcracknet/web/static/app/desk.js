/** The one store of this page, as it is before anything is known. */

import { Store } from "./store.js";

/** @type {Desk} */
const FIRST = {
  about: null,
  language: "en",
  connection: "fine",
  standards: [],
  projects: [],
  project: null,
  revision: 0,
  pictures: new Map(),
  exports: new Map(),
  uploads: { waiting: 0, sent: 0, refused: [] },
  current: null,
  detail: null,
  selected: null,
  tool: "look",
  radius: { paint: 3, erase: 12 },
  drafts: [],
  threshold: 0.5,
  opacity: 0.8,
  wiping: false,
  labels: true,
  scalePoints: { kind: "two_points", points: [] },
};

export const desk = new Store(FIRST);

/** The picture on the stage. */
export function findCurrent() {
  const { current, pictures } = desk.now;
  return current === null ? null : (pictures.get(current) ?? null);
}

/** Whether the figures on the page are of a state that is over: something newer waits or is being measured. */
export function isStale() {
  const { detail, drafts } = desk.now;
  return drafts.length > 0 || Boolean(detail && (detail.stale || detail.state === "queued" || detail.state === "running"));
}
