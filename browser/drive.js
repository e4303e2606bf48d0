/**
 * Serves a folder and uses its page in Chromium as a person would; tells what came of it.
 *
 *     node drive.js SCENARIO.json
 *
 * A scenario: {site, out, chromium, steps, isolated?, width?, height?, engine?, language?, touch?, flags?}; steps are done in
 * order: {do: "find", picture, save: ["mask", "overlay"]}, {do: "threshold", value}, {do: "drop", picture},
 * {do: "shoot", file, full?}, {do: "replace", folder} (what the server has), {do: "cut"} (the server stops),
 * {do: "reload"}, {do: "evaluate", code}. Prints one JSON object: what each step
 * came to, what was asked of any other server, what the console complained of.
 */

import { createReadStream } from "node:fs";
import { cp, mkdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const LONGEST_MS = 300_000;
const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};
const QUIET = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost", // what the browser itself would like to ask for
];

const scenario = JSON.parse(await readFile(process.argv[2], "utf8"));

/** @param {string} folder */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
    const size = await stat(file).then(({ size }) => size, () => null);
    if (size === null) return response.writeHead(404).end();
    const kind = KINDS[/** @type {keyof typeof KINDS} */ (extname(file))] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": kind, "content-length": size });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "localhost", () => resolve(undefined)));
  return server;
}

/** @param {import("playwright-core").Page} page */
async function settle(page) {
  await page.waitForSelector('body[data-state="found"]:not([data-busy]), body[data-state="failed"]', { timeout: LONGEST_MS });
  const read = (/** @type {string} */ selector) => page.textContent(selector);
  return {
    state: await page.getAttribute("body", "data-state"),
    status: await read("#status"),
    share: await read("#share"),
    seconds: await read("#seconds"),
    size: await read("#size"),
    engine: await read("#engine"),
  };
}

/** @type {Record<string, (page: import("playwright-core").Page, step: any, server: import("node:http").Server) => Promise<any>>} */
const STEPS = {
  async find(page, { picture, save = [] }) {
    await page.evaluate(() => document.body.removeAttribute("data-state"));
    await page.setInputFiles("#choose", picture);
    const told = await settle(page);
    const saved = [];
    for (const what of told.state === "found" ? save : []) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-save=${what}]`)]);
      saved.push(join(scenario.out, download.suggestedFilename()));
      await download.saveAs(/** @type {string} */ (saved.at(-1)));
    }
    return { ...told, saved };
  },
  async drop(page, { picture }) {
    const bytes = (await readFile(picture)).toString("base64");
    await page.evaluate(
      async ({ bytes, name }) => {
        const all = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([all], name, { type: "image/jpeg" }));
        for (const kind of ["dragenter", "dragover", "drop"]) {
          document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }
      },
      { bytes, name: basename(picture) },
    );
    return settle(page);
  },
  async threshold(page, { value }) {
    await page.locator("#threshold").fill(String(value));
    await page.waitForTimeout(500);
    return { share: await page.textContent("#share"), value: await page.textContent("#threshold-value") };
  },
  async shoot(page, { file, full = false }) {
    await page.screenshot({ path: join(scenario.out, file), fullPage: full });
    return { file };
  },
  async reload(page) {
    await page.reload();
    return waitUntilReady(page);
  },
  async replace(page, { folder }) {
    await cp(folder, scenario.site, { recursive: true });
    return { folder };
  },
  async cut(page, step, server) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return { listening: server.listening };
  },
  async evaluate(page, { code }) {
    return page.evaluate(code);
  },
};

/** @param {import("playwright-core").Page} page */
async function waitUntilReady(page) {
  await page.waitForSelector('body[data-state="ready"], body[data-state="failed"]', { timeout: LONGEST_MS });
  return {
    status: await page.textContent("#status"),
    isolated: await page.evaluate(() => self.crossOriginIsolated),
    language: await page.getAttribute("html", "lang"),
  };
}

async function main() {
  await mkdir(scenario.out, { recursive: true });
  const server = await serve(scenario.site);
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = await chromium.launch({
    executablePath: scenario.chromium,
    args: [...QUIET, ...(scenario.flags ?? ["--disable-gpu"])],
  });
  try {
    const context = await browser.newContext({
      viewport: { width: scenario.width ?? 1440, height: scenario.height ?? 900 },
      locale: scenario.language ?? "en-GB",
      hasTouch: scenario.touch ?? false,
      isMobile: scenario.touch ?? false,
      deviceScaleFactor: scenario.scale ?? 1,
      colorScheme: scenario.scheme ?? "light",
      serviceWorkers: scenario.isolated === false ? "block" : "allow",
    });
    const [asked, complaints] = [new Set(), /** @type {string[]} */ ([])];
    context.on("request", (request) => {
      const { host, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && host !== `localhost:${port}`) asked.add(host);
    });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`http://localhost:${port}/${scenario.engine ? `?engine=${scenario.engine}` : ""}`);
    const ready = await waitUntilReady(page);
    const steps = [];
    for (const step of scenario.steps) steps.push(await STEPS[step.do](page, step, server));
    console.log(JSON.stringify({ ready, steps, asked: [...asked], complaints, browser: browser.version() }));
  } finally {
    await browser.close();
    server.close();
  }
}

await main();
