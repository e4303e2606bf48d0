/**
 * What the page knows, in one place: whoever shows a part of it is told when that part has changed.
 *
 * @template {object} Facts
 */
export class Store {
  /** @param {Facts} first */
  constructor(first) {
    this.now = first;
    /** @type {{keys: (keyof Facts)[], show: () => void}[]} */
    this.listeners = [];
    /** @type {Set<keyof Facts>} */
    this.changed = new Set();
  }

  /** @param {Partial<Facts>} changes told once, when the running script is done */
  set(changes) {
    const keys = /** @type {(keyof Facts)[]} */ (Object.keys(changes));
    const different = keys.filter((key) => this.now[key] !== changes[key]);
    if (different.length === 0) return;
    this.now = { ...this.now, ...changes };
    if (this.changed.size === 0) queueMicrotask(() => this.tell());
    for (const key of different) this.changed.add(key);
  }

  /**
   * @param {(keyof Facts)[]} keys
   * @param {() => void} show called now, and when one of `keys` has changed
   */
  on(keys, show) {
    this.listeners.push({ keys, show });
    show();
  }

  tell() {
    const changed = this.changed;
    this.changed = new Set();
    for (const { keys, show } of this.listeners) if (keys.some((key) => changed.has(key))) show();
  }
}
