import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.js';
import { SqliteConnection } from '../../src/store/sqlite-connection.js';
import { child } from './support/child.js';
import { folder } from './support/folder.js';
import { ALICE, reading, started } from './support/plain-values.js';
import { smallDisk } from './support/small-disk.js';
import { trouble } from './support/trouble.js';

/** At each size the disk is full at another moment: making the file, its log, the log's index, a write. */
test.each([4, 16, 44, 512])('a disk of %i KB that is full loses nothing acknowledged', async (size) => {
  const disk = smallDisk(size) ?? folder();
  const file = join(disk, 'store.sqlite');
  // Without a disk of its own the limit is SQLite's: a page count, kept in no file, so the child sets none.
  if (!disk.endsWith('disk')) return fullByPageCount(file);
  const filler = child('./filler.ts', file, '2000');
  expect(await filler.ended).toBe(0);
  const [first = '', message] = filler.lines;
  const [code, acknowledged] = first.split(' ');
  expect([code, message]).toEqual([
    'full',
    `store ${file}: no room left on the disk; make some, or name another with --store`,
  ]);
  execFileSync('mount', ['-o', 'remount,size=8m', disk]);
  const store = await openStore(file);
  const [kept] = await store.verifications(ALICE);
  expect(kept?.readings.length ?? 0).toBe(Number(acknowledged));
  await store.begin(started('2', ALICE));
  await store.addReading('2', reading('https://one.example/'));
  await store.close();
});

async function fullByPageCount(file: string): Promise<void> {
  const connection = new SqliteConnection(file);
  connection.pragma('max_page_count=8');
  connection.exec('CREATE TABLE filling (text text)');
  const fill = async (): Promise<void> => {
    for (;;) connection.change('INSERT INTO filling VALUES ($1)', ['x'.repeat(4000)]);
  };
  expect(await trouble(fill())).toEqual({
    code: 'full',
    message: `store ${file}: no room left on the disk; make some, or name another with --store`,
  });
  connection.close();
}
