import pg from 'pg';
import { StoreError, type StoreErrorCode } from './store-error.js';

type Told = readonly [StoreErrorCode, string];

const AWAY = 'cannot be used just now';
const DENIED = 'the server refuses us; check user, password and rights';
const BUSY = 'rows that others hold, or an overloaded server; try again later';

/** SQLSTATE (PostgreSQL 15, appendix A), the whole one before its class of two characters. */
const BY_STATE: Readonly<Record<string, Told>> = {
  '08': ['unavailable', AWAY],
  '25006': ['read-only', 'the server lets nothing be written; name the primary, not a standby'],
  '25P03': ['busy', BUSY],
  '28': ['denied', DENIED],
  '3D000': ['denied', 'there is no such database; make it with createdb'],
  '40001': ['busy', BUSY],
  '40P01': ['busy', BUSY],
  '42501': ['denied', 'a right is missing; the user has to own the tables, or may create them in the schema'],
  '3F000': ['denied', 'there is no schema to make tables in; make one, or set search_path'],
  '42P07': ['unsupported', 'tables of another program have our names; name a database of its own'],
  '53000': ['unavailable', AWAY],
  '53100': ['full', 'no room left on the disk of the server; make some'],
  '53200': ['unavailable', AWAY],
  '53300': ['unavailable', 'too many connections; raise max_connections, or run fewer processes'],
  '53400': ['full', 'the server lets a query have too little room on its disk; raise temp_file_limit'],
  '54': ['unsupported', 'more than the server can take in one row or statement'],
  '55P03': ['busy', BUSY],
  '57014': ['busy', BUSY],
  '57': ['unavailable', AWAY],
  '58': ['io', 'the disk of the server failed; see its log'],
  XX001: ['corrupt', 'damaged; see the log of the server'],
  XX002: ['corrupt', 'damaged; see the log of the server'],
};

/** A transaction that lost against another one; run again, it may win. */
const CONFLICTS: readonly unknown[] = ['40001', '40P01'];

/** The StoreError behind what the driver threw, or the error itself where it is a bug of ours. `name` has no password. */
export function postgresError(error: unknown, name: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const told = error instanceof pg.DatabaseError ? byState(error.code ?? '') : byConnection(error);
  if (told === null) return error;
  const [code, text] = told;
  const why = codeOf(error);
  return new StoreError(code, `store ${name}: ${text}${why === '' ? '' : ` (${why})`}`, { cause: error });
}

export function isConflict(error: unknown): boolean {
  return (
    error instanceof StoreError && CONFLICTS.includes((error.cause as { code?: unknown } | undefined)?.code)
  );
}

function byState(state: string): Told | null {
  return BY_STATE[state] ?? BY_STATE[state.slice(0, 2)] ?? null;
}

/** A connection that breaks while TLS is set up speaks of TLS too, and may hold a minute later. */
const BROKEN: readonly string[] = ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'];
const OUT_OF_REACH: Told = ['unavailable', 'cannot be reached; start the server, or correct the URL'];

/** What is not the server's own answer is trouble on the way to it, apart from wrong use of the driver. */
function byConnection(error: Error): Told | null {
  if (BROKEN.includes(codeOf(error))) return OUT_OF_REACH;
  if (/^SASL|password/i.test(error.message)) return ['denied', DENIED];
  if (/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO_/.test(`${codeOf(error)} ${error.message}`)) {
    return ['denied', 'no TLS connection that we trust; check sslmode and sslrootcert in the URL'];
  }
  if (error instanceof TypeError || error instanceof RangeError) return null;
  return OUT_OF_REACH;
}

/** ECONNREFUSED, 28P01 …; never the server's own words, which may quote what was sent. */
function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
