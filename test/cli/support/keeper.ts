import { join } from 'node:path';
import type { Register } from '../../../src/cli/command.js';
import type { Database } from '../../../src/store/database.js';
import { openDatabase } from '../../../src/store/open-store.js';
import { folder } from '../../store/support/folder.js';
import { type Outcome, runCommand } from './run-command.js';

/** The time of what these commands do. */
export const NOON = new Date('2026-11-21T12:00:00.000Z');

/** A store of its own, and a keeper's command that works on it. */
export interface Keeper {
  readonly path: string;
  run(argv: readonly string[], stdin?: string): Promise<Outcome>;
  /** What the store holds, read or changed by the test. */
  inStore<T>(job: (database: Database) => Promise<T>): Promise<T>;
}

export function keeper(register: Register): Keeper {
  const path = join(folder(), 'store.sqlite');
  return {
    path,
    run: (argv, stdin) => runCommand(register, [...argv, '--store', path], stdin, NOON),
    async inStore(job) {
      const database = await openDatabase(path);
      try {
        return await job(database);
      } finally {
        await database.close();
      }
    },
  };
}
