/**
 * A browser that does what it is told, line by line: for the tests and records of the page that `serve` shows.
 *
 *     node drive.js SETTINGS-AS-JSON
 *
 * Settings: {chromium, width?, height?, language?, scheme?, motion?, touch?, scale?}. Reads one JSON object a line, {do: one of
 * ACTIONS, ...what it takes}, and answers each with one line: {answer} or {error}. Ends with its input.
 */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const LONGEST_MS = 600_000; // machines may be busy
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", // what the browser itself would like to ask for
];
const KINDS = { jpg: "image/jpeg", png: "image/png", tif: "image/tiff" };

const settings = JSON.parse(process.argv[2]);
const browser = await chromium.launch({ executablePath: settings.chromium, args: QUIET });
const context = await browser.newContext({
  viewport: { width: settings.width ?? 1440, height: settings.height ?? 900 },
  locale: settings.language ?? "en-GB",
  colorScheme: settings.scheme ?? "light",
  reducedMotion: settings.motion ?? "no-preference",
  hasTouch: settings.touch ?? false,
  isMobile: settings.touch ?? false,
  deviceScaleFactor: settings.scale ?? 1,
  acceptDownloads: true,
});
const page = await context.newPage();
page.setDefaultTimeout(settings.longest_ms ?? LONGEST_MS);

/** @type {Set<string>} */
const asked = new Set();
/** @type {string[]} */
const complaints = [];
context.on("request", (request) => {
  const { protocol, host } = new URL(request.url());
  if (protocol.startsWith("http")) asked.add(host);
});
page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
page.on("dialog", (dialog) => dialog.accept());

/** @type {Record<string, (told: any) => Promise<any>>} */
const ACTIONS = {
  open: async ({ url }) => void (await page.goto(url)),
  reload: async () => void (await page.reload()),
  click: ({ at, ...options }) => page.click(at, options),
  fill: ({ at, text }) => page.fill(at, text),
  press: ({ at, key }) => (at ? page.press(at, key) : page.keyboard.press(key)),
  focus: ({ at }) => page.focus(at),
  select: async ({ at, value }) => void (await page.selectOption(at, value)),
  choose: ({ at, files }) => page.setInputFiles(at, files),
  wait: async ({ at, state = "visible" }) => void (await page.waitForSelector(at, { state })),
  until: ({ code }) => waitUntil(code), // waitForFunction would need eval, which the page forbids
  text: ({ at }) => page.textContent(at),
  texts: ({ at }) => page.locator(at).allTextContents(),
  count: ({ at }) => page.locator(at).count(),
  attribute: ({ at, name }) => page.getAttribute(at, name),
  box: ({ at }) => page.locator(at).boundingBox(),
  evaluate: ({ code }) => page.evaluate(code),
  resize: ({ width, height }) => page.setViewportSize({ width, height }),
  shoot: async ({ file, at }) => void (await (at ? page.locator(at) : page).screenshot({ path: file })),
  asked: async () => [...asked],
  complaints: async () => complaints.splice(0),

  /** Lets go of files over the page, as from a file manager. */
  async drop({ files }) {
    const read = files.map(async (/** @type {string} */ path) => ({
      name: basename(path),
      type: KINDS[/** @type {keyof typeof KINDS} */ (path.split(".").at(-1))] ?? "application/octet-stream",
      bytes: (await readFile(path)).toString("base64"),
    }));
    await page.evaluate((all) => {
      const dataTransfer = new DataTransfer();
      for (const { name, type, bytes } of all) {
        const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([raw], name, { type }));
      }
      for (const kind of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, await Promise.all(read));
  },

  /** Draws the pointer from place to place, pressed, in CSS px of the page. */
  async drag({ through, steps = 12 }) {
    const [first, ...others] = through;
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    for (const { x, y } of others) await page.mouse.move(x, y, { steps });
    await page.mouse.up();
  },

  async hover({ x, y }) {
    await page.mouse.move(x, y);
  },

  async download({ at, file }) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(at)]);
    await download.saveAs(file);
    return download.suggestedFilename();
  },

  /** What axe-core has against the page as it is, the worst first; run beside the page's policy, not under it. */
  async axe({ tags }) {
    await page.evaluate(await readFile(AXE, "utf8"));
    return page.evaluate(async (values) => {
      const found = await /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
      return found.violations.map((/** @type {any} */ { id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        nodes: nodes.map((/** @type {any} */ { html, failureSummary }) => `${html}: ${failureSummary}`),
      }));
    }, tags);
  },

  async version() {
    return browser.version();
  },
};

/** @param {string} code of an expression that becomes true */
async function waitUntil(code) {
  const last = Date.now() + (settings.longest_ms ?? LONGEST_MS);
  while (!(await page.evaluate(`Boolean(${code})`))) {
    if (Date.now() > last) throw new Error(`this did not become true: ${code}`);
    await page.waitForTimeout(50);
  }
}

try {
  for await (const line of createInterface({ input: process.stdin })) {
    const told = JSON.parse(line);
    const said = await ACTIONS[told.do](told).then(
      (answer) => ({ answer: answer ?? null }),
      (error) => ({ error: String(error.message ?? error) }),
    );
    console.log(JSON.stringify(said));
  }
} finally {
  await browser.close();
}
