import { RENDERED_MS } from './limits.js';

interface Entry<V> {
  readonly mark: string;
  readonly value: V;
  readonly bytes: number;
  /** On the monotonic clock, in milliseconds. */
  readonly until: number;
}

/**
 * What was made of the newest reports, the oldest first, within bounds of time (RENDERED_MS) and space. Each thing stands
 * behind the mark of those reports, and is given out for that mark alone.
 */
export class Shelf<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Undefined where there is none; what stands there behind another mark is of no use any more, and goes. */
  get(key: string, mark: string): V | undefined {
    this.#tidy();
    const entry = this.#entries.get(key);
    if (entry?.mark === mark) return entry.value;
    this.drop(key);
    return undefined;
  }

  /** @param bytes about as many as it takes */
  put(key: string, mark: string, value: V, bytes: number): void {
    this.drop(key);
    this.#entries.set(key, { mark, value, bytes, until: performance.now() + RENDERED_MS });
    this.#bytes += bytes;
    this.#tidy();
  }

  drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  #tidy(): void {
    const now = performance.now();
    for (const [key, { until }] of this.#entries) {
      if (until > now && this.#bytes <= this.#maxBytes) return;
      this.drop(key);
    }
  }
}
