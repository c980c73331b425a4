import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { parseIdentifier, subjectOf } from '../identifier/index.js';
import type { Database } from '../store/database.js';
import { defaultStorePath } from '../store/default-path.js';
import { isPostgres, openDatabase, storeFile, storeName } from '../store/open-store.js';
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
  return inOneLine(async () => {
    const database = await openDatabase(storeLocation(flags, io));
    try {
      return await job(database);
    } finally {
      await database.close();
    }
  });
}

/**
 * The same for those who only look, or take away. Opening makes a file where there is none: a slip of the pen would be
 * answered by an empty store, and a subject be taken for forgotten who is not.
 */
export async function withKept<T>(
  flags: KeeperFlags,
  io: Io,
  job: (database: Database) => Promise<T>,
): Promise<T> {
  return inOneLine(async () => {
    if (flags.store !== undefined) mustBeThere(flags.store);
    return withDatabase(flags, io, job);
  });
}

async function inOneLine<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(error.message);
    throw error;
  }
}

/** @throws CliError for a file that is not there; a server says so itself */
export function mustBeThere(store: string): void {
  if (isPostgres(store) || existsSync(storeFile(store))) return;
  throw new CliError(`store ${storeName(store)}: there is none; check the name`);
}

/** Characters of what was typed that an error repeats. */
const MAX_ECHO = 200;

/** The normalised MIMI URI of a subject in any spelling. @param where what comes before it in an error */
export function readSubject(text: string, where = ''): string {
  const subject = subjectOf(parseIdentifier(text));
  if (subject.ok) return subject.uri;
  throw new CliError(`${where}${JSON.stringify(text.slice(0, MAX_ECHO))}: ${subject.message}`);
}
