/**
 * Puts the page together in a folder: its own files, the two builds of ONNX Runtime packed, licences.
 *
 *     node build.js FOLDER
 *
 * What is asked for of ONNX Runtime is copied as published, WebAssembly packed by gzip; nothing is bundled. Module files
 * end in .js, because some web servers do not know .mjs.
 */

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const RUNTIME = join(HERE, "node_modules", "onnxruntime-web");
const LICENCES = join(HERE, "licences", "onnxruntime-web");
const BUILDS = [
  { name: "ort-wasm", script: "ort.wasm.min.mjs", core: "ort-wasm-simd-threaded" },
  { name: "ort-jspi", script: "ort.jspi.min.mjs", core: "ort-wasm-simd-threaded.jspi" },
];
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*\n?/m;

/** @param {string} folder */
async function build(folder) {
  await rm(folder, { recursive: true, force: true });
  await cp(join(HERE, "page"), folder, { recursive: true });
  await mkdir(join(folder, "engine"));
  for (const { name, script, core } of BUILDS) {
    await copyScript(script, join(folder, "engine", `${name}.js`));
    await copyScript(`${core}.mjs`, join(folder, "engine", `${name}-glue.js`));
    const packed = await promisify(gzip)(await readFile(join(RUNTIME, "dist", `${core}.wasm`)), { level: 9 });
    await writeFile(join(folder, "engine", `${name}.wasm.gz`), packed);
  }
  await writeFile(join(folder, "licences.txt"), await tellLicences());
}

/**
 * @param {string} name in the runtime's folder
 * @param {string} path
 */
async function copyScript(name, path) {
  const text = await readFile(join(RUNTIME, "dist", name), "utf8");
  await writeFile(path, text.replace(SOURCE_MAP, ""));
}

async function tellLicences() {
  const { version } = JSON.parse(await readFile(join(RUNTIME, "package.json"), "utf8"));
  const [own, runtime, parts] = await Promise.all(
    [join(HERE, "..", "LICENSE"), join(LICENCES, "LICENSE.txt"), join(LICENCES, "ThirdPartyNotices.txt")].map((path) =>
      readFile(path, "utf8"),
    ),
  );
  const heads = ["The page itself", `engine/: ONNX Runtime Web ${version}`, "What ONNX Runtime is built with"];
  return [own, runtime, parts].map((text, at) => `${heads[at]}\n${"=".repeat(60)}\n\n${text.trim()}\n`).join("\n\n");
}

await build(process.argv[2]);
