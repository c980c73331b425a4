import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.js';
import { SqliteConnection } from '../../src/store/sqlite-connection.js';
import { child } from './support/child.js';
import { folder } from './support/folder.js';

/** Acknowledgements after which the process is killed; each round goes on with the store the one before left. */
const ROUNDS = [1, 2, 7, 20, 61, 150];

test('a process killed at any moment loses nothing that was acknowledged, and the store opens', async () => {
  const file = join(folder(), 'store.sqlite');
  const acknowledged: string[] = [];
  for (const [round, count] of ROUNDS.entries()) {
    const writer = child('./writer.ts', file, `r${round}`, '100000');
    await writer.reached(count);
    writer.process.kill('SIGKILL');
    await writer.ended;
    expect(writer.process.signalCode).toBe('SIGKILL');
    acknowledged.push(...writer.lines);
    const kept = await keptLines(file);
    expect(acknowledged.filter((line) => !kept.has(line))).toEqual([]);
  }
  expect(new SqliteConnection(file).pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
});

async function keptLines(file: string): Promise<Set<string>> {
  const store = await openStore(file);
  const kept = new Set<string>();
  for (const subject of await store.subjects()) {
    for (const each of await store.verifications(subject, { limit: 500 })) {
      for (const n of each.readings.keys()) kept.add(`reading ${each.id} ${n}`);
      if (each.finishedAt !== null) kept.add(`finished ${each.id}`);
    }
  }
  await store.close();
  return kept;
}
