import { join } from 'node:path';
import type { Register } from '../../../src/cli/command.js';
import type { Database } from '../../../src/store/database.js';
import { openDatabase } from '../../../src/store/open-store.js';
import { folder } from '../../store/support/folder.js';
import { type Outcome, runCommand } from './run-command.js';

/** The time of what these commands do. */
export const NOON = new Date('2026-11-21T12:00:00.000Z');

/** A store of its own, empty at first, and a keeper's command that works on it. */
export interface Keeper {
  readonly path: string;
  run(argv: readonly string[], stdin?: string): Promise<Outcome>;
  /** What the store holds, read or changed by the test. */
  inStore<T>(job: (database: Database) => Promise<T>): Promise<T>;
}

export function keeper(register: Register): Keeper {
  const path = join(folder(), 'store.sqlite');
  const inStore: Keeper['inStore'] = async (job) => {
    const database = await openDatabase(path);
    try {
      return await job(database);
    } finally {
      await database.close();
    }
  };
  let made: Promise<void> | undefined;
  return {
    path,
    inStore,
    async run(argv, stdin) {
      made ??= inStore(async () => undefined);
      await made;
      return runCommand(register, [...argv, '--store', path], stdin, NOON);
    },
  };
}
