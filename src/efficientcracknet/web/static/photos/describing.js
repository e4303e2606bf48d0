/** What became of a picture, in a few words. */

import { desk } from "../app/desk.js";
import { isKnown, tell } from "../app/messages.js";
import { nameRank } from "../stage/palette.js";

/**
 * @param {Picture} picture
 * @returns {{kind: "busy" | "failed" | "cancelled" | "done", text: string, rank: string | null}} `rank`: swatch of the worst class
 */
export function describePicture(picture) {
  const { state, step, result } = picture;
  if (state === "queued") return { kind: "busy", text: tell("stateQueued"), rank: null };
  if (state === "running") return { kind: "busy", text: tell(step === "measuring" ? "stateMeasuring" : "stateFinding"), rank: null };
  if (state === "failed") return { kind: "failed", text: tell("stateFailed"), rank: null };
  if (state === "cancelled" && !result) return { kind: "cancelled", text: tell("stateCancelled"), rank: null };
  const text = tell(result?.cracks ? "cracks" : "noCracks", { count: result?.cracks ?? 0 });
  return { kind: "done", text, rank: result?.worst ? nameRank(result.worst.rank, countClasses()) : null };
}

/** How many classes the standard of the project has; 0 without one. */
export function countClasses() {
  return findStandard()?.classes.length ?? 0;
}

/** @returns {Standard | null} */
export function findStandard() {
  const { project, standards } = desk.now;
  return standards.find((one) => one.name === project?.settings.standard) ?? null;
}

/** @param {string | null} name of a class, as the standard calls it; null where there is no scale */
export function tellClass(name) {
  if (name === null || name === "undetermined") return tell("undetermined");
  const key = `class_${name}`;
  return isKnown(key) ? tell(key) : name;
}
