import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/types.js';
import { folder } from './support/folder.js';
import { finished, reading, response, started } from './support/plain-values.js';
import { seeded } from './support/seeded.js';

const VICTIM = 'mimi://a.example/u/victim-4711';
/** Stands in everything that is kept of the victim, and nowhere else. */
const MARK = 'victim-4711';
const OTHERS = 60;

async function verify(store: Store, subject: string, name: string, n: number): Promise<void> {
  const id = `${name}-${n}`;
  await store.begin(started(id, subject, n));
  // Long and short ones: some fill pages of their own, some share a page with others.
  const account = `https://${name}.example/${'p'.repeat((n * 977) % 6000)}/${name}`;
  await store.addReading(id, reading(account));
  const revision = (await store.memory(subject))?.revision ?? 0;
  const result = { ...finished(subject, revision, n), report: { name, account }, memory: { name, account } };
  await store.finish(id, result);
  await store.responseCache({ subject }).put(response(`https://${name}.example/${n}`, n, account));
}

function bytes(path: string): string[] {
  return readdirSync(path).filter((file) => readFileSync(join(path, file)).includes(MARK));
}

test('forget leaves no byte of the subject in any file of the store', async () => {
  const path = folder();
  const store = await openStore(join(path, 'store.sqlite'));
  for (let n = 0; n < OTHERS; n++) {
    const other = `other-${(n * 7919) % 101}`;
    await verify(store, `mimi://a.example/u/${other}`, other, n);
    await verify(store, VICTIM, MARK, n);
  }
  await store.begin(started(`${MARK}-unfinished`, VICTIM, 59));
  await store.addReading(`${MARK}-unfinished`, reading(`https://${MARK}.example/`));
  await store.responseCache().put(response(`https://nobody.example/${MARK}`));
  await store.responseCache({ subject: VICTIM }).get('https://other-0.example/0', 'text/html');
  expect(bytes(path)).not.toEqual([]);
  const others = await kept(store);

  await store.forget(VICTIM);

  expect(bytes(path)).toEqual([]);
  expect(await kept(store)).toEqual(others);
  await store.close();
  expect(bytes(path)).toEqual([]);
});

async function kept(store: Store): Promise<unknown[]> {
  const subjects = (await store.subjects({ limit: 500 })).filter((subject) => subject !== VICTIM);
  return Promise.all(
    subjects.map(async (subject) => [await store.verifications(subject), await store.memory(subject)]),
  );
}

/** Seeds with which deleting alone left copies of a row in the unused part of a page that was split or merged. */
test.each([24, 34])('forget leaves no byte however pages were split and merged (seed %i)', async (seed) => {
  const path = folder();
  const store = await openStore(join(path, 'store.sqlite'));
  const below = seeded(seed);
  for (let n = 0; n < 600; n++) {
    await verifyAtRandom(store, below);
    if (below(60) === 0) await store.forget(`mimi://a.example/u/o${below(40)}`);
  }
  await store.forget(VICTIM);
  expect(bytes(path)).toEqual([]);
  await store.close();
});

async function verifyAtRandom(store: Store, below: (n: number) => number): Promise<void> {
  const name = below(5) === 0 ? MARK : `o${below(40)}`;
  const subject = `mimi://a.example/u/${name}`;
  const id = `${below(1e9)}${name}`;
  const padded = (): string => `${name}${'z'.repeat(below(120))}${name}`;
  await store.begin({ ...started(id, subject, below(5000)), given: [name] });
  await store.addReading(id, reading(padded()));
  if (below(3) > 0) {
    const revision = (await store.memory(subject))?.revision ?? 0;
    const report = below(2) > 0 ? { name } : null;
    const result = { ...finished(subject, revision), report, memory: { now: padded() } };
    await store.finish(id, result);
  }
  if (below(2) > 0) {
    const url = `https://${name}.example/${below(100)}`;
    await store.responseCache({ subject }).put(response(url, below(5000), padded()));
  }
}
