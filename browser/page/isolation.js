/** Brings the page under its service worker, and by that into a state where it may compute on several threads. */

const LONGEST_WAIT_MS = 30_000;
const RELOADED = "reloaded";

/**
 * Ends when the page is as capable as it can be made here; may load the page anew once.
 *
 * @param {() => boolean} isWaitedFor whether a picture was given already, which would be lost by that
 * @returns {Promise<void>}
 */
export async function becomeCapable(isWaitedFor) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const { version } = await (await fetch("files.json", { cache: "no-store" })).json();
    const address = `offline.js?version=${version}`;
    const { installing, waiting, active } = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
    if (waiting && active) await exchange(waiting);
    if (installing || waiting || active) await waitForControl();
  } catch {
    return; // a private window, or a full disk: one thread, and not without a network
  }
  if (self.crossOriginIsolated) {
    sessionStorage.removeItem(RELOADED);
  } else if (navigator.serviceWorker.controller && !sessionStorage.getItem(RELOADED) && !isWaitedFor()) {
    sessionStorage.setItem(RELOADED, "once");
    await reload();
  }
}

/**
 * A newer page was fetched during an earlier visit: begin with it.
 *
 * @param {ServiceWorker} newer
 */
async function exchange(newer) {
  newer.postMessage("take over");
  if (await waitForChange()) await reload();
}

async function waitForControl() {
  if (!navigator.serviceWorker.controller) await waitForChange();
}

/** @returns {Promise<boolean>} whether another service worker took over in time */
function waitForChange() {
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true });
    setTimeout(() => resolve(false), LONGEST_WAIT_MS);
  });
}

/** Never ends: nothing more happens on this page. */
function reload() {
  location.reload();
  return new Promise(() => {});
}
