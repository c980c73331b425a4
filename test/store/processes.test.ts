import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open-store.js';
import { child } from './support/child.js';
import { folder } from './support/folder.js';
import { started } from './support/plain-values.js';
import { trouble } from './support/trouble.js';

test('two processes that write at once both get everything in, and no memory is lost', async () => {
  const file = join(folder(), 'store.sqlite');
  const writers = ['x', 'y'].map((prefix) => child('./writer.ts', file, prefix, '40'));
  expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual([0, 0]);
  const store = await openStore(file);
  const subjects = await store.subjects();
  const counts = await Promise.all(subjects.map(async (subject) => (await store.memory(subject))?.memory));
  await store.close();
  // 80 verifications of 5 subjects: each count is one of 16 folds that all saw the one before.
  expect(counts).toEqual(Array(5).fill({ count: 16 }));
});

test('a store that another process has locked says so, at opening and at a write', async () => {
  const file = join(folder(), 'store.sqlite');
  const store = await openStore(file, { busyTimeoutMs: 60 });
  const holder = child('./lock-holder.ts', file);
  onTestFinished(async () => {
    holder.process.kill('SIGKILL');
    await holder.ended;
  });
  await holder.reached(1);
  expect(holder.lines).toEqual(['locked']);
  const busy = {
    code: 'busy',
    message: `store ${file}: in use by another process that does not let go of its lock; try again later`,
  };
  expect(await trouble(openStore(file, { busyTimeoutMs: 60 }))).toEqual(busy);
  expect(await trouble(store.begin(started('1', 'mimi://a.example/u/alice')))).toEqual(busy);
  // Reading goes on: the log lets readers be.
  expect(await store.subjects()).toEqual([]);
  holder.process.kill('SIGKILL');
  await holder.ended;
  await store.begin(started('1', 'mimi://a.example/u/alice'));
  expect(await store.subjects()).toEqual(['mimi://a.example/u/alice']);
  await store.close();
});
