/** Sends pictures to the program, one after the other in their order, and waits where it says that its queue is full. */

import { ask, Refusal, toProject } from "../app/api.js";
import { desk } from "../app/desk.js";
import { needProject } from "../app/projects.js";
import { takePictures } from "../app/taking.js";

const LONGEST_WAIT_S = 30;

/** @type {{file: File, name: string, project: string}[]} */
const waiting = [];
let isSending = false;
let stopping = new AbortController();

/** @param {{file: File, name: string}[]} pictures */
export async function send(pictures) {
  const { id } = await needProject();
  waiting.push(...pictures.map((one) => ({ ...one, project: id })));
  show({});
  if (!isSending) void work();
}

/** Leaves what is not sent yet. */
export function stopSending() {
  waiting.length = 0;
  stopping.abort();
  stopping = new AbortController();
  show({});
}

/** @param {string} name */
export function forgetRefused(name) {
  show({ refused: desk.now.uploads.refused.filter((one) => one.name !== name) });
}

async function work() {
  isSending = true;
  const { signal } = stopping;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    show({});
    await sendOne(next, signal).then(
      (item) => {
        if (item && desk.now.project?.id === next.project) takePictures([item]);
        show({ sent: desk.now.uploads.sent + 1 });
      },
      (error) => {
        if (error.name !== "AbortError") refuse(next.name, error);
      },
    );
  }
  isSending = false;
  show({ sent: 0 });
}

/**
 * @param {{file: File, name: string, project: string}} picture
 * @param {AbortSignal} signal
 */
async function sendOne({ file, name, project }, signal) {
  const limit = desk.now.about?.limits?.upload_bytes ?? Infinity;
  if (file.size > limit) throw new Refusal("too_large", `${file.size} B > ${limit} B`);
  for (;;) {
    try {
      return await ask("POST", toProject(project, `/pictures?name=${encodeURIComponent(name)}`), file, signal);
    } catch (error) {
      if (!(error instanceof Refusal && ["queue_full", "unavailable"].includes(error.code))) throw error;
      await pause(Math.min(error.retryAfterS || 1, LONGEST_WAIT_S), signal);
    }
  }
}

/**
 * @param {number} seconds
 * @param {AbortSignal} signal
 */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    setTimeout(resolve, seconds * 1000);
  });
}

/**
 * @param {string} name
 * @param {Error} error
 */
function refuse(name, error) {
  show({ refused: [...desk.now.uploads.refused, { name, error }] });
}

/** @param {Partial<Desk["uploads"]>} changes */
function show(changes) {
  desk.set({ uploads: { ...desk.now.uploads, waiting: waiting.length + Number(isSending), ...changes } });
}
