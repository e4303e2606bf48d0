/** Where pictures come from: chosen, photographed, dropped anywhere on the page, or pasted. */

/**
 * @param {(file: File) => void} take
 * @param {() => void} refuse called with what is no picture
 */
export function listenForPictures(take, refuse) {
  /** @param {Iterable<File> | null | undefined} files */
  const takeFirst = (files) => {
    const all = [...(files ?? [])];
    const picture = all.find(looksLikePicture);
    if (picture) take(picture);
    else if (all.length) refuse();
  };
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[type=file]"))) {
    input.addEventListener("change", () => {
      takeFirst(input.files);
      input.value = ""; // the same picture may be chosen again
    });
  }
  document.addEventListener("paste", (event) => takeFirst(event.clipboardData?.files));
  listenForDrops(takeFirst);
}

/** @param {(files: FileList | undefined) => void} takeFirst */
function listenForDrops(takeFirst) {
  const { body } = document;
  let depth = 0; // elements under the pointer that the drag has entered and not left
  const show = (/** @type {number} */ now) => body.toggleAttribute("data-dragged", (depth = Math.max(0, now)) > 0);
  body.addEventListener("dragenter", () => show(depth + 1));
  body.addEventListener("dragleave", () => show(depth - 1));
  body.addEventListener("dragover", (event) => event.preventDefault());
  body.addEventListener("drop", (event) => {
    event.preventDefault();
    show(0);
    takeFirst(event.dataTransfer?.files);
  });
}

/** @param {File} file whose kind some systems leave out */
function looksLikePicture(file) {
  return file.type ? file.type.startsWith("image/") : /\.\w+$/.test(file.name);
}
