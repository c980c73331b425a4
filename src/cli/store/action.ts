import { type Copied, type CopyProgress, copyStore } from '../../store/copy.js';
import type { Database } from '../../store/database.js';
import { openDatabase, storeName } from '../../store/open-store.js';
import { StoreError } from '../../store/store-error.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { mustBeThere } from '../keeper-store.js';

export interface CopyFlags {
  readonly json?: boolean;
}

/** Counting the rows of a large table takes minutes. */
const STATEMENT_TIMEOUT_MS = 3_600_000;

/** 0 when every row is in the target. */
export async function copy(from: string, to: string, flags: CopyFlags, io: Io): Promise<ExitCode> {
  try {
    // Opening makes a file where there is none, and a slip of the pen would be copied as an empty store.
    mustBeThere(from);
    const rows = await opened(from, (source) =>
      opened(to, (target) => copyStore(source, target, { onProgress: progressTo(io), signal: io.signal })),
    );
    print({ from: storeName(from), to: storeName(to), rows }, flags, io);
    return EXIT.yes;
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(error.message);
    throw error;
  }
}

async function opened<T>(store: string, job: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(store, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  try {
    return await job(database);
  } finally {
    await database.close();
  }
}

/** One line a table, or one that moves on a terminal. */
function progressTo(io: Io): (progress: CopyProgress) => void {
  return ({ table, copied, rows }) => {
    if (io.interactive) io.err(`\r${table} ${copied}/${rows}${copied >= rows ? '\n' : ''}`);
    else if (copied >= rows) io.err(`${table} ${copied}\n`);
  };
}

function print(result: { from: string; to: string; rows: Copied }, flags: CopyFlags, io: Io): void {
  const total = Object.values(result.rows).reduce((sum, rows) => sum + rows, 0);
  if (flags.json) io.out(jsonText(result));
  else io.out(`${result.to}: holds the ${total} rows of ${result.from}\n`);
}
