import type { Database, Row } from '../../../src/store/database.js';
import { SqlSchedules } from '../../../src/store/sql-schedules.js';
import { SqlTokens } from '../../../src/store/sql-tokens.js';
import { SqlWishes } from '../../../src/store/sql-wishes.js';
import type { TokenRecord } from '../../../src/store/token-types.js';
import { minute } from './plain-values.js';

/** Those who want subjects verified again and again: the keeper, and callers with their tokens. */
export interface Watchers {
  readonly database: Database;
  readonly schedules: SqlSchedules;
  readonly wishes: SqlWishes;
  readonly tokens: SqlTokens;
  /** Every row that callers' wishes cost. */
  rows(): Promise<readonly Row[]>;
}

export function watchers(database: Database): Watchers {
  return {
    database,
    schedules: new SqlSchedules(database),
    wishes: new SqlWishes(database),
    tokens: new SqlTokens(database),
    rows: () => database.rows('SELECT subject, caller, every_seconds FROM schedule_wish'),
  };
}

/** A caller's. */
export function newToken(id: string, expiresAt: string | null = null): TokenRecord {
  return {
    ...{ id, name: id, role: 'caller', hash: `hash of ${id}`, createdAt: minute(0) },
    ...{ expiresAt, revokedAt: null },
  };
}
