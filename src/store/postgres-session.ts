import pg, { type ClientBase, type QueryResult } from 'pg';
import type { Queries, Row, SqlValue } from './database.js';
import { postgresError } from './postgres-error.js';
import { checkedValue } from './sql-value.js';

/** One connection while it is ours. */
export class PostgresSession implements Queries {
  readonly #client: ClientBase;
  readonly #name: string;
  #lost = false;

  constructor(client: ClientBase, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Something else than an answer came: the connection is of no use any more. */
  get lost(): boolean {
    return this.#lost;
  }

  async rows(sql: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return (await this.#query(sql, values)).rows;
  }

  async change(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.#query(sql, values)).rowCount ?? 0;
  }

  /** Gives the command that was done: COMMIT of a transaction that failed is a ROLLBACK. */
  async run(sql: string): Promise<string> {
    return (await this.#query(sql, [])).command;
  }

  async #query(sql: string, values: readonly SqlValue[]): Promise<QueryResult<Row>> {
    const bound = values.map(checkedValue);
    try {
      // Without parameters it is a migration or a rarity, which nobody prepares.
      if (bound.length === 0) return await this.#client.query<Row>(sql);
      return await this.#client.query<Row>({ name: statementName(sql), text: sql, values: bound });
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) this.#lost = true;
      throw postgresError(error, this.#name);
    }
  }
}

/** Parsed and planned once a connection; as many as there are statements in our source, nobody builds SQL from data. */
const names = new Map<string, string>();

function statementName(sql: string): string {
  const name = names.get(sql) ?? `s${names.size + 1}`;
  names.set(sql, name);
  return name;
}
