import type { CachedResponse, ResponseCache } from '../fetch/types.js';
import { MAX_ONE_RESPONSE_BYTES, MAX_RESPONSE_AGE_MS, MAX_RESPONSE_BYTES, MAX_RESPONSES } from './limits.js';
import { responseKey } from './response-key.js';
import { isoTime } from './values.js';

interface Kept {
  readonly response: CachedResponse;
  readonly size: number;
  readonly subject: string;
}

/** Answers of one run, bounded as those in a file are. */
export class MemoryResponses {
  /** Oldest first: a Map keeps the order of insertion, and a new answer is inserted anew. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #closed = false;

  /** One subject's own; '' for a reader that named none. Nothing is kept any more once `wanted` says so. */
  cache(subject: string, wanted: () => boolean): ResponseCache {
    return {
      get: async (url, accept) => {
        const kept = this.#kept.get(responseKey(subject, url, accept));
        return kept === undefined ? null : copy(kept.response);
      },
      put: async (response) => {
        if (wanted()) this.#put(response, subject);
      },
    };
  }

  /** Drops what is too old at `now`, in milliseconds. */
  expire(now: number): void {
    for (const [key, { response }] of this.#kept) {
      if (Date.parse(response.storedAt) < now - MAX_RESPONSE_AGE_MS) this.#drop(key);
    }
  }

  forget(subject: string): void {
    for (const [key, kept] of this.#kept) {
      if (kept.subject === subject || kept.subject === '') this.#drop(key);
    }
  }

  clear(): void {
    for (const key of this.#kept.keys()) this.#drop(key);
    this.#closed = true;
  }

  #put(response: CachedResponse, subject: string): void {
    if (this.#closed) return;
    const key = responseKey(subject, response.url, response.accept);
    this.#drop(key);
    const headers = JSON.stringify(response.headers).length;
    const size = response.body.byteLength + headers + response.url.length + response.finalUrl.length;
    if (size > MAX_ONE_RESPONSE_BYTES) return;
    const storedAt = isoTime(response.storedAt);
    this.#kept.set(key, { response: { ...copy(response), storedAt }, size, subject });
    this.#bytes += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= MAX_RESPONSE_BYTES && this.#kept.size <= MAX_RESPONSES) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#bytes -= kept.size;
    this.#kept.delete(key);
  }
}

function copy(response: CachedResponse): CachedResponse {
  return { ...response, headers: { ...response.headers }, body: response.body.slice() };
}
