/** Project and picture stand in the address, so that a reload and a bookmark find them again. */

import { desk } from "./desk.js";

/** @returns {{project: string | null, picture: string | null, token: string | null}} */
export function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  return { project: words.get("project"), picture: words.get("picture"), token: words.get("token") };
}

/** Takes a token out of the address, lest it be seen or kept in the history. */
export function forgetToken() {
  const words = new URLSearchParams(location.hash.slice(1));
  words.delete("token");
  replace(words);
}

export function keepAddress() {
  desk.on(["project", "current"], () => {
    const { project, current } = desk.now;
    if (!project) return;
    replace(new URLSearchParams({ project: project.id, ...(current ? { picture: current } : {}) }));
  });
}

/** @param {URLSearchParams} words */
function replace(words) {
  history.replaceState(null, "", `${location.pathname}${words.size ? `#${words}` : ""}`);
}
