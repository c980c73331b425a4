import type { Database } from './database.js';
import * as sql from './token-statements.js';
import type { SigningKeyRecord, SigningKeyStore } from './token-types.js';
import { checkedId, fromJson, isoTime, toJson } from './values.js';

/** Keys that sign reports, over any Database. */
export class SqlSigningKeys implements SigningKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest first. */
  async list(): Promise<readonly SigningKeyRecord[]> {
    const rows = await this.#database.rows(sql.SELECT_SIGNING_KEYS);
    return rows.map((row) => ({
      kid: String(row.kid),
      jwk: fromJson(row.jwk) as SigningKeyRecord['jwk'],
      createdAt: String(row.created_at),
      signsUntil: String(row.signs_until),
      shownUntil: String(row.shown_until),
    }));
  }

  async add(key: SigningKeyRecord): Promise<void> {
    const times = [isoTime(key.createdAt), isoTime(key.signsUntil), isoTime(key.shownUntil)];
    const values = [checkedId(key.kid), toJson(key.jwk), ...times];
    await this.#database.write((queries) => queries.change(sql.INSERT_SIGNING_KEY, values));
  }

  async prune(shownBefore: string): Promise<void> {
    const values = [isoTime(shownBefore)];
    await this.#database.write((queries) => queries.change(sql.PRUNE_SIGNING_KEYS, values));
  }
}
