import { StoreError, type StoreErrorCode } from './store-error.js';

/** Primary result codes (sqlite.org/rescode.html); extended codes carry them in their low byte. */
const CODES: Readonly<Record<number, StoreErrorCode>> = {
  3: 'io', // PERM
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  7: 'io', // NOMEM
  8: 'read-only', // READONLY
  10: 'io', // IOERR
  11: 'corrupt', // CORRUPT
  13: 'full', // FULL
  14: 'io', // CANTOPEN
  15: 'busy', // PROTOCOL: lost the race for the write-ahead log's locks many times over
  18: 'unsupported', // TOOBIG
  22: 'io', // NOLFS
  23: 'io', // AUTH
  26: 'corrupt', // NOTADB
};

/** What to tell a person, after `store PATH: `. */
const ADVICE: Readonly<Partial<Record<StoreErrorCode, string>>> = {
  corrupt: 'damaged, or not a store; move it away, or name another with --store',
  'read-only': 'cannot be written; change its permissions, or name another with --store',
  busy: 'in use by another process that does not let go of its lock; try again later',
  full: 'no room left on the disk; make some, or name another with --store',
};

/** SQLITE_IOERR_SHMSIZE and SQLITE_IOERR_WRITE: what a full disk looks like while the log's index grows. */
const FULL_WHILE_GROWING = new Set([4874]);

/** The StoreError behind what libsql threw, or the error itself where it is a bug of ours. */
export function sqliteError(error: unknown, path: string): unknown {
  const raw = rawCode(error);
  if (raw === null) return error;
  const code = FULL_WHILE_GROWING.has(raw) ? 'full' : CODES[raw & 0xff];
  if (code === undefined) return error;
  const text = ADVICE[code] ?? `the database failed: ${(error as Error).message}`;
  return new StoreError(code, `store ${path}: ${text}`, { cause: error });
}

function rawCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const raw = (error as Error & { rawCode?: unknown }).rawCode;
  if (typeof raw === 'number') return raw;
  // Opening fails with a plain Error whose text ends in the result code.
  const failed = /^ConnectionFailed\(.{0,5000}: (\d{1,5})"\)$/s.exec(error.message);
  return failed === null ? null : Number(failed[1]);
}
