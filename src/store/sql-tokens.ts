import type { Database, Row } from './database.js';
import { endAllWishes } from './end-wishes.js';
import * as sql from './token-statements.js';
import { TOKEN_ROLES, type TokenRecord, type TokenStore } from './token-types.js';
import { checkedId, isoTime, oneOf, textOrNull } from './values.js';

/** Bearer tokens over any Database. */
export class SqlTokens implements TokenStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(token: TokenRecord): Promise<void> {
    const { name, role, hash, expiresAt, revokedAt } = token;
    const times = [isoTime(token.createdAt), isoTimeOrNull(expiresAt), isoTimeOrNull(revokedAt)];
    const values = [checkedId(token.id), name, role, hash, ...times];
    await this.#database.write((queries) => queries.change(sql.INSERT_TOKEN, values));
  }

  async byHash(hash: string): Promise<TokenRecord | null> {
    const [row] = await this.#database.rows(sql.SELECT_TOKEN, [hash]);
    return row === undefined ? null : toToken(row);
  }

  async byId(id: string): Promise<TokenRecord | null> {
    const [row] = await this.#database.rows(sql.SELECT_TOKEN_BY_ID, [checkedId(id)]);
    return row === undefined ? null : toToken(row);
  }

  async list(): Promise<readonly TokenRecord[]> {
    return (await this.#database.rows(sql.SELECT_TOKENS)).map(toToken);
  }

  async revoke(id: string, at: string): Promise<boolean> {
    const values = [checkedId(id), isoTime(at)];
    return this.#database.write(async (queries) => {
      if ((await queries.change(sql.REVOKE_TOKEN, values)) === 0) return false;
      await endAllWishes(queries, id);
      return true;
    });
  }

  async any(now: string): Promise<boolean> {
    return (await this.#database.rows(sql.SELECT_VALID_TOKEN, [isoTime(now)])).length > 0;
  }
}

function isoTimeOrNull(text: string | null): string | null {
  return text === null ? null : isoTime(text);
}

function toToken(row: Row): TokenRecord {
  return {
    id: String(row.id),
    name: String(row.name),
    role: oneOf(TOKEN_ROLES, row.role),
    hash: String(row.hash),
    createdAt: String(row.created_at),
    expiresAt: textOrNull(row.expires_at),
    revokedAt: textOrNull(row.revoked_at),
  };
}
