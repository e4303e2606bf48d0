/**
 * Service worker: keeps the page's files for use without a network, and sets the headers that browsers ask for before
 * they let a page compute on several threads. Its version is part of its address: new files, new address, new store.
 */

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const VERSION = new URL(scope.location.href).searchParams.get("version");
const STORES = `efficientcracknet ${new URL("./", scope.location.href).pathname} `;
const STORE = STORES + VERSION;
const LIST = new URL("files.json", scope.location.href).href;

const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

scope.addEventListener("install", (event) => event.waitUntil(fill()));
scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
scope.addEventListener("message", () => scope.skipWaiting());
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(new URL("./", scope.location.href).href)) {
    event.respondWith(answer(request));
  }
});

async function fill() {
  const store = await caches.open(STORE);
  await store.add(new Request(LIST, { cache: "no-store" }));
  const { page } = await readList(store);
  await store.addAll(page.map((name) => new Request(new URL(name, LIST), { cache: "no-store" })));
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(STORES) && name !== STORE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** @param {Request} request */
async function answer(request) {
  const store = await caches.open(STORE);
  if (request.url.split("?")[0] === LIST) {
    return fetch(LIST, { cache: "no-store" }).catch(async () => (await store.match(LIST)) ?? Response.error());
  }
  const kept = await store.match(request, { ignoreSearch: true });
  if (kept) return addHeaders(kept);
  const response = await fetch(request);
  if (response.ok && (await isEngine(store, request.url))) await store.put(request.url, response.clone());
  return addHeaders(response);
}

/**
 * Engines are large and only one of them is used: they are kept when they are first asked for.
 *
 * @param {Cache} store
 * @param {string} url
 */
async function isEngine(store, url) {
  const { engine } = await readList(store);
  return engine.some((name) => new URL(name, LIST).href === url);
}

/**
 * @param {Cache} store
 * @returns {Promise<{page: string[], engine: string[]}>}
 */
async function readList(store) {
  return (await store.match(LIST))?.json() ?? { page: [], engine: [] };
}

/** @param {Response} response */
function addHeaders(response) {
  if (response.type === "error" || response.type === "opaqueredirect") return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
