import type { Database } from './database.js';
import * as sql from './session-statements.js';
import type { Session, SessionStore } from './session-types.js';
import { isoTime } from './values.js';

/** Who is signed in, over any Database. */
export class SqlSessions implements SessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async begin({ hash, token, createdAt, expiresAt }: Session): Promise<void> {
    const values = [hash, token, isoTime(createdAt), isoTime(expiresAt)];
    await this.#database.write((queries) => queries.change(sql.INSERT_SESSION, values));
  }

  async byHash(hash: string, now: string): Promise<Session | null> {
    const [row] = await this.#database.rows(sql.SELECT_SESSION, [hash, isoTime(now)]);
    if (row === undefined) return null;
    return {
      hash: String(row.hash),
      token: String(row.token),
      createdAt: String(row.created_at),
      expiresAt: String(row.expires_at),
    };
  }

  async end(hash: string): Promise<void> {
    await this.#database.write((queries) => queries.change(sql.DELETE_SESSION, [hash]));
  }

  async prune(now: string): Promise<number> {
    return await this.#database.write((queries) => queries.change(sql.PRUNE_SESSIONS, [isoTime(now)]));
  }
}
