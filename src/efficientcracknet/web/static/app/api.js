/** Asks the program, which listens where this page came from. */

/** What the program would not or could not do; `code` is one of its codes, or "unreachable". */
export class Refusal extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} [retryAfterS]
   */
  constructor(code, message, retryAfterS = 0) {
    super(message);
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] a file, sent as it is; or anything else, sent as JSON
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} what came back; null for an empty answer
 */
export async function ask(method, path, body, signal) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-EfficientCrackNet"] = "1";
  const isFile = body instanceof Blob;
  if (isFile) headers["Content-Type"] = "application/octet-stream";
  else if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = isFile || body === undefined ? body : JSON.stringify(body);
  const response = await fetch(path, { method, headers, body: sent, signal }).catch((error) => {
    throw error.name === "AbortError" ? error : new Refusal("unreachable", String(error));
  });
  if (!response.ok) throw await readRefusal(response);
  return response.status === 204 ? null : response.json();
}

/** @param {Response} response */
async function readRefusal(response) {
  const { error } = await response.json().catch(() => ({ error: null }));
  const wait = error?.retry_after_s ?? Number(response.headers.get("Retry-After") ?? 0);
  return new Refusal(error?.code ?? "unavailable", error?.message ?? `HTTP ${response.status}`, wait);
}

/**
 * @param {string} project
 * @param {string} [rest]
 */
export const toProject = (project, rest = "") => `/api/projects/${project}${rest}`;

/**
 * @param {string} project
 * @param {string} picture
 * @param {string} [rest]
 */
export const toPicture = (project, picture, rest = "") => `/api/projects/${project}/pictures/${picture}${rest}`;
