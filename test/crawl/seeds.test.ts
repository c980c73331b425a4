import { afterEach, expect, it } from 'vitest';
import { verify } from '../../src/crawl/index.js';
import { Population } from '../../src/demo/population.js';
import type { AccountReading } from '../../src/evidence/types.js';
import { createFetcher } from '../../src/fetch/index.js';
import { memoryStore } from '../../src/store/memory-store.js';
import { frozenClock } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { accountsOf, honest, startWorld } from '../support/world.js';

const GIVEN = 'https://alice-other.example/';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function scene() {
  const clock = frozenClock();
  const population = new Population();
  await honest(population, 'alice', { now: new Date(clock.now().getTime() - 30 * 86_400_000) });
  const world = await startWorld(population);
  const fetcher = createFetcher(world.settings, { clock });
  open.push(world, fetcher);
  const store = memoryStore();
  const readingsOf = async (id: string): Promise<readonly AccountReading[]> =>
    (await store.verifications(SUBJECT)).find((v) => v.id === id)?.readings ?? [];
  return { clock, fetcher, store, world, readingsOf };
}

it('a verification taken up again reads only what was not read, and concludes the same', async () => {
  const { clock, fetcher, store, world, readingsOf } = await scene();
  const whole = await verify(SUBJECT, { fetcher, clock });
  const stop = new AbortController();
  const first = await verify(SUBJECT, {
    ...{ id: 'one', fetcher, clock, store, signal: stop.signal },
    onEvent: (event) => event.type === 'read' && event.done === 2 && stop.abort(),
  });
  const kept = await readingsOf('one');
  const read = new Set(kept.filter((r) => r.reason !== 'cancelled').map((r) => r.account));
  world.internet.requests.length = 0;
  const second = await verify(SUBJECT, { id: 'one', seeds: kept, fetcher, clock, store });
  expect([first.interrupted, second.report]).toEqual([true, whole.report]);
  const again = (await readingsOf('one')).slice(kept.length).map((r) => r.account);
  expect(again.filter((account) => read.has(account))).toEqual([]);
  expect(again.length + read.size).toBe(accountsOf('alice').length + 1);
  expect((await store.latest(SUBJECT))?.id).toBe('one');
});

it('what a caller gave leaves the report of record and the memory as they are', async () => {
  const { clock, fetcher, store, readingsOf } = await scene();
  await verify(SUBJECT, { id: 'public', fetcher, clock, store });
  const before = [await store.latest(SUBJECT), await store.memory(SUBJECT)];
  const { report } = await verify(SUBJECT, {
    ...{ id: 'mine', fetcher, clock, store, given: [GIVEN], aside: true },
    seeds: await readingsOf('public'),
  });
  expect(report.accounts.map((a) => a.account)).toContain(GIVEN);
  expect((await readingsOf('mine')).map((r) => r.account)).toEqual([GIVEN]);
  expect([await store.latest(SUBJECT), await store.memory(SUBJECT)]).toEqual(before);
});
