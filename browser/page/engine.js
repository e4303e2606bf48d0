/**
 * The network, ready to run: on the GPU where one is there and agrees with the processor, else on the processor.
 *
 * @typedef {typeof import("onnxruntime-web")} Runtime
 * @typedef {import("onnxruntime-web").InferenceSession} Session
 * @typedef {{kind: "gpu" | "cpu", threads: number, run: (data: Float32Array, height: number, width: number) => Promise<Float32Array>}} Engine
 * @typedef {(loaded: number, total: number) => void} Listener  bytes
 */

import { fetchFile } from "./facts.js";

/** The processor's build, and a larger one that knows GPUs too, for browsers that let WebAssembly wait. */
const BUILDS = { cpu: "ort-wasm", gpu: "ort-jspi" };
const CHECK_PX = 96;
const TOLERANCE = 0.02; // of probability, between GPU and processor on the picture of the check

/**
 * @param {URL} base folder of the page
 * @param {string | null} wanted "cpu" or "gpu" (even one in software); else the better one that is there
 * @param {Listener} listener
 * @returns {Promise<Engine>}
 */
export async function openEngine(base, wanted, listener) {
  const gpu = wanted !== "cpu" && (await hasGpu(wanted === "gpu"));
  const build = gpu ? BUILDS.gpu : BUILDS.cpu;
  const runtime = await import(new URL(`engine/${build}.js`, base).href);
  const [binary, network] = await fetchAll(
    [new URL(`engine/${build}.wasm.gz`, base), new URL("weights.onnx", base)],
    listener,
  );
  const threads = countThreads();
  Object.assign(runtime.env.wasm, {
    numThreads: threads,
    wasmBinary: await unpack(binary),
    wasmPaths: { mjs: new URL(`engine/${build}-glue.js`, base).href },
  });
  runtime.env.logLevel = "error";
  const cpu = makeEngine(runtime, await openSession(runtime, network, "wasm"), "cpu", threads);
  return (gpu && (await openGpu(runtime, network, cpu))) || cpu;
}

/**
 * @param {Runtime} runtime
 * @param {Uint8Array} network
 * @param {Engine} cpu answers where the GPU fails
 * @returns {Promise<Engine | null>} null where the GPU fails or disagrees on a small picture
 */
async function openGpu(runtime, network, cpu) {
  try {
    const gpu = makeEngine(runtime, await openSession(runtime, network, "webgpu"), "gpu", 1);
    const data = Float32Array.from({ length: 3 * CHECK_PX * CHECK_PX }, (_, index) => Math.sin(index * index) * 2);
    const [ours, theirs] = [await cpu.run(data, CHECK_PX, CHECK_PX), await gpu.run(data, CHECK_PX, CHECK_PX)];
    const agree = ours.every((value, at) => Math.abs(Math.tanh(value / 2) - Math.tanh(theirs[at] / 2)) <= 2 * TOLERANCE);
    return agree ? fallBack(gpu, cpu) : null;
  } catch {
    return null;
  }
}

/**
 * An engine that goes on with another for good once it failed.
 *
 * @param {Engine} first
 * @param {Engine} second
 * @returns {Engine}
 */
function fallBack(first, second) {
  const engine = { ...first };
  engine.run = async (data, height, width) => {
    try {
      return await first.run(data, height, width);
    } catch {
      Object.assign(engine, second);
      return second.run(data, height, width);
    }
  };
  return engine;
}

/**
 * @param {Runtime} runtime
 * @param {Session} session
 * @param {"gpu" | "cpu"} kind
 * @param {number} threads
 * @returns {Engine}
 */
function makeEngine(runtime, session, kind, threads) {
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  return {
    kind,
    threads,
    async run(data, height, width) {
      const answer = await session.run({ [input]: new runtime.Tensor("float32", data, [1, 3, height, width]) });
      const map = answer[output];
      if (map.dims.join() !== [1, 1, height, width].join()) throw new RangeError(`the map has shape ${map.dims}`);
      return /** @type {Float32Array} */ (await map.getData(true));
    },
  };
}

/**
 * @param {Runtime} runtime
 * @param {Uint8Array} network
 * @param {"wasm" | "webgpu"} provider
 */
function openSession(runtime, network, provider) {
  return runtime.InferenceSession.create(network, {
    executionProviders: [provider],
    enableMemPattern: false,
    logSeverityLevel: 3, // else it warns of every node that a GPU leaves to the processor
  });
}

/** @param {boolean} inSoftware whether a GPU in software will do */
async function hasGpu(inSoftware) {
  if (!("Suspending" in WebAssembly) || !navigator.gpu) return false;
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  return adapter !== null && (inSoftware || !adapter.info?.isFallbackAdapter);
}

/** Half of many cores, because on phones the other half is slow and would be waited for. */
function countThreads() {
  const cores = navigator.hardwareConcurrency || 1;
  return self.crossOriginIsolated ? (cores <= 4 ? cores : Math.min(8, Math.ceil(cores / 2))) : 1;
}

/**
 * @param {URL[]} urls
 * @param {Listener} listener
 */
async function fetchAll(urls, listener) {
  const responses = await Promise.all(urls.map(fetchFile));
  const total = responses.reduce((sum, one) => sum + Number(one.headers.get("content-length") ?? 0), 0);
  let loaded = 0;
  return Promise.all(responses.map(async (response) => readAll(response, (bytes) => listener((loaded += bytes), total))));
}

/**
 * @param {Response} response
 * @param {(bytes: number) => void} listener
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function readAll(response, listener) {
  const counted = response.body?.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        listener(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Uint8Array(await new Response(counted).arrayBuffer());
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes packed, or unpacked already by a server that knows the ending
 * @returns {Promise<ArrayBuffer>}
 */
function unpack(bytes) {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const stream = new Blob([bytes]).stream();
  return new Response(isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).arrayBuffer();
}
