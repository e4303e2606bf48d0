/** Where pictures come from: chosen, one folder or many files, dropped anywhere on the page, or pasted. */

import { find, findInput } from "../app/elements.js";

/**
 * A file and the name to show it by, with the folders it was dropped in.
 *
 * @typedef {{file: File, name: string}} Intake
 */

const ENDINGS = /\.(jpe?g|jfif|png|tiff?|webp|bmp|gif|ppm|pgm|avif|hei[cf])$/i;

/** @param {(pictures: Intake[], others: number) => void} take told what came, and how many files were no pictures */
export function listenForPictures(take) {
  /** @param {Intake[]} all */
  const sort = (all) => {
    const pictures = all.filter(({ file }) => looksLikePicture(file));
    if (all.length) take(pictures, all.length - pictures.length);
  };
  for (const input of [findInput("#pick"), findInput("#pick-folder")]) {
    input.addEventListener("change", () => {
      const all = [...(input.files ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
      sort(input.webkitdirectory ? order(all) : all);
      input.value = ""; // the same ones may be chosen again
    });
  }
  for (const button of document.querySelectorAll("[data-pick]")) {
    button.addEventListener("click", () => find(`#${button.getAttribute("data-pick")}`).click());
  }
  document.addEventListener("paste", ({ clipboardData }) => {
    sort([...(clipboardData?.files ?? [])].map((file) => ({ file, name: file.name })));
  });
  listenForDrops((transfer) => list(transfer).then(sort));
}

/** @param {(transfer: DataTransfer) => void} take */
function listenForDrops(take) {
  const { body } = document;
  let depth = 0; // elements under the pointer that the drag has entered and not left
  const show = (/** @type {number} */ now) => body.toggleAttribute("data-dragged", (depth = Math.max(0, now)) > 0);
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  body.addEventListener("dragenter", (event) => hasFiles(event) && show(depth + 1));
  body.addEventListener("dragleave", (event) => hasFiles(event) && show(depth - 1));
  body.addEventListener("dragover", (event) => event.preventDefault());
  body.addEventListener("drop", (event) => {
    event.preventDefault();
    show(0);
    if (event.dataTransfer && hasFiles(event)) take(event.dataTransfer);
  });
}

/**
 * @param {DataTransfer} transfer with files and folders
 * @returns {Promise<Intake[]>} the files of the folders too, by name
 */
async function list(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null); // before this event is over
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const all = await Promise.all(entries.map((entry) => (entry ? walk(entry) : [])));
  return order(all.flat());
}

/** @param {Intake[]} all of folders, which systems list as they please: by name, 9 before 10 */
const order = (all) => all.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<Intake[]>}
 */
async function walk(entry) {
  if (entry.isFile) {
    /** @type {File} */
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {Intake[]} */
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // a hundred at most
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await walk(one)));
  }
}

/** @param {File} file whose kind some systems leave out */
export function looksLikePicture(file) {
  return ENDINGS.test(file.name) || (file.type.startsWith("image/") && file.type !== "image/svg+xml");
}
