import type { Command } from 'commander';
import { parseIdentifier, subjectOf } from '../identifier/index.js';
import type { Database } from '../store/database.js';
import { defaultStorePath } from '../store/default-path.js';
import { openDatabase } from '../store/open-store.js';
import { StoreError } from '../store/store-error.js';
import { CliError, type Io } from './io.js';

export interface KeeperFlags {
  readonly store?: string;
}

/** The keeper's commands work on what is kept, and there is no doing without. */
export function addKeeperStoreFlag(command: Command): Command {
  return command.option(
    '--store <path|url>',
    'the store (default: DATABASE_URL, else a file under your data directory)',
  );
}

export function storeLocation(flags: KeeperFlags, io: Io): string {
  return flags.store ?? (io.env.DATABASE_URL || defaultStorePath(io.env));
}

/** Opens the database that the flags name for as long as the job takes. Its trouble is a CliError of one line. */
export async function withDatabase<T>(
  flags: KeeperFlags,
  io: Io,
  job: (database: Database) => Promise<T>,
): Promise<T> {
  try {
    const database = await openDatabase(storeLocation(flags, io));
    try {
      return await job(database);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(error.message);
    throw error;
  }
}

/** Characters of what was typed that an error repeats. */
const MAX_ECHO = 200;

/** The normalised MIMI URI of a subject in any spelling. @param where what comes before it in an error */
export function readSubject(text: string, where = ''): string {
  const subject = subjectOf(parseIdentifier(text));
  if (subject.ok) return subject.uri;
  throw new CliError(`${where}${JSON.stringify(text.slice(0, MAX_ECHO))}: ${subject.message}`);
}
