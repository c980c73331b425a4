import type { CachedResponse, ResponseCache } from '../fetch/types.js';
import type { Database, Queries, Row } from './database.js';
import { MAX_ONE_RESPONSE_BYTES, MAX_RESPONSE_BYTES, MAX_RESPONSES, PRUNE_EVERY } from './limits.js';
import { responseKey } from './response-key.js';
import * as sql from './statements.js';
import { StoreError } from './store-error.js';
import type { ResponseCacheOptions } from './types.js';
import { fromJson, isoTime, toJson } from './values.js';

/** Answers put so far. */
export interface Puts {
  count: number;
}

/** Answers kept in the store. Whatever goes wrong is told to `onError`; a reading goes on without. */
export class SqlResponseCache implements ResponseCache {
  readonly #database: Database;
  readonly #subject: string;
  readonly #verification: string | null;
  readonly #onError: (error: StoreError) => void;
  readonly #puts: Puts;

  /** @param puts of all caches of one store: most have a few answers, and none may count all of them for these */
  constructor(database: Database, options: ResponseCacheOptions, puts: Puts) {
    this.#database = database;
    this.#subject = options.subject ?? '';
    this.#verification = options.verification ?? null;
    this.#onError = options.onError ?? (() => undefined);
    this.#puts = puts;
  }

  async get(url: string, accept: string): Promise<CachedResponse | null> {
    try {
      const key = responseKey(this.#subject, url, accept);
      const [row] = await this.#database.rows(sql.SELECT_RESPONSE, [key]);
      return row === undefined ? null : toResponse(row);
    } catch (error) {
      this.#tell(error);
      return null;
    }
  }

  async put(response: CachedResponse): Promise<void> {
    try {
      const key = responseKey(this.#subject, response.url, response.accept);
      const headers = toJson(response.headers);
      const size = response.body.byteLength + headers.length + response.url.length + response.finalUrl.length;
      if (size > MAX_ONE_RESPONSE_BYTES) {
        // An older, smaller answer of the same URL would be the wrong one from now on.
        await this.#database.write((queries) => queries.change(sql.DELETE_RESPONSE, [key]));
        return;
      }
      const storedAt = isoTime(response.storedAt);
      const head = [key, response.url, response.accept, response.finalUrl, response.status, headers];
      const values = [...head, Buffer.from(response.body), storedAt, size];
      await this.#database.write(async (queries) => {
        if (await this.#isForgotten(queries)) return;
        await queries.change(sql.UPSERT_RESPONSE, values);
        await queries.change(sql.INSERT_RESPONSE_SUBJECT, [key, this.#subject]);
        await this.#prune(queries);
      });
    } catch (error) {
      this.#tell(error);
    }
  }

  async #isForgotten(queries: Queries): Promise<boolean> {
    if (this.#verification === null) return false;
    return (await queries.change(sql.HOLD_VERIFICATION, [this.#verification])) === 0;
  }

  async #prune(queries: Queries): Promise<void> {
    if (this.#puts.count++ % PRUNE_EVERY !== 0) return;
    await queries.change(sql.DELETE_EXCESS_RESPONSES, [MAX_RESPONSE_BYTES, MAX_RESPONSES]);
  }

  #tell(error: unknown): void {
    if (!(error instanceof StoreError)) throw error;
    this.#onError(error);
  }
}

function toResponse(row: Row): CachedResponse {
  return {
    url: String(row.url),
    accept: String(row.accept),
    finalUrl: String(row.final_url),
    status: Number(row.status),
    headers: fromJson(row.headers) as Record<string, string>,
    body: new Uint8Array(row.body as Buffer),
    storedAt: String(row.stored_at),
  };
}
