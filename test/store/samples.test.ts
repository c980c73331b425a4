import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { MAX_SAMPLES, MAX_SERIES_LENGTH } from '../../src/store/limits.js';
import { openDatabase } from '../../src/store/open-store.js';
import type { Sample } from '../../src/store/sample-types.js';
import { SqlSamples } from '../../src/store/sql-samples.js';
import { minute } from './support/plain-values.js';
import { seeded } from './support/seeded.js';
import { stores } from './support/stores.js';

const sample = (series: string, n: number, value: number): Sample => ({ series, slot: minute(n), value });

describe.each(stores)('samples in $name', ({ newUrl }) => {
  const opened: Database[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  /** So many processes over one store. */
  async function processes(count: number): Promise<SqlSamples[]> {
    const url = await newUrl();
    const made: SqlSamples[] = [];
    for (let n = 0; n < count; n += 1) {
      const database = await openDatabase(url);
      opened.push(database);
      made.push(new SqlSamples(database));
    }
    return made;
  }
  async function make(): Promise<SqlSamples> {
    const [samples] = await processes(1);
    if (samples === undefined) throw new Error('there is none');
    return samples;
  }

  test('what is added adds up, also within one call, and what is set replaces', async () => {
    const samples = await make();
    await samples.add([sample('jobs.done', 0, 2), sample('jobs.again', 0, 0), sample('jobs.done', 0, 3)]);
    await samples.add([sample('jobs.done', 0, 4), sample('jobs.done', 5, 1)]);
    await samples.set([sample('hosts.resting', 0, 9), sample('hosts.resting', 0, 7)]);
    await samples.set([sample('hosts.resting', 0, 3)]);
    expect(await samples.since('', minute(0))).toEqual([
      sample('hosts.resting', 0, 3),
      sample('jobs.again', 0, 0),
      sample('jobs.done', 0, 9),
      sample('jobs.done', 5, 1),
    ]);
  });

  test('they are given by series and slot, of those that begin so, from a time on', async () => {
    const samples = await make();
    const [c, a, b] = [sample('a.c', 1, 1), sample('a-b', 2, 2), sample('a.b.x', 3, 3)];
    await samples.add([c, b, a, sample('a.b.x', 1, 4), sample('b', 3, 5)]);
    expect(await samples.since('a', minute(0))).toEqual([a, sample('a.b.x', 1, 4), b, c]);
    expect(await samples.since('a.', minute(2))).toEqual([b]);
    // Neither a pattern nor another case.
    expect([await samples.since('a_', minute(0)), await samples.since('A', minute(0))]).toEqual([[], []]);
  });

  test('a time has one spelling, and large sums stay exact', async () => {
    const samples = await make();
    await samples.add([{ series: 'x', slot: '2026-11-21T12:00:00Z', value: 2 ** 40 }]);
    await samples.add([{ series: 'x', slot: '2026-11-21T13:00:00+01:00', value: 1 }]);
    expect(await samples.since('x', minute(0))).toEqual([sample('x', 0, 2 ** 40 + 1)]);
  });

  test('the oldest go first when they are dropped, and no other series', async () => {
    const samples = await make();
    const kept = [sample('jobs.done', 5, 1), sample('readings.github.confirmed', 0, 1)];
    await samples.add([...kept, ...[0, 1, 2, 3].map((n) => sample('jobs.done', n, 1))]);
    expect(await samples.prune('jobs.', minute(5), 3)).toBe(3);
    expect((await samples.since('jobs.', minute(0))).map(({ slot }) => slot)).toEqual([minute(3), minute(5)]);
    expect(await samples.prune('jobs.', minute(5), 3)).toBe(1);
    expect(await samples.prune('jobs.', minute(5), 3)).toBe(0);
    expect(await samples.since('', minute(0))).toEqual(kept);
    expect(await samples.prune('', minute(9), 500)).toBe(2);
  });

  test('what is no sample of ours is refused, and nothing of it is kept', async () => {
    const samples = await make();
    const good = sample('jobs.done', 0, 1);
    const bad: readonly (readonly Sample[])[] = [
      [good, sample('mimi://a.example/u/alice', 0, 1)],
      [good, sample('Jobs', 0, 1)],
      [good, sample('', 0, 1)],
      [good, sample('a'.repeat(MAX_SERIES_LENGTH + 1), 0, 1)],
      [good, sample('jobs.done', 0, -1)],
      [good, sample('jobs.done', 0, 0.5)],
      [good, sample('jobs.done', 0, Number.NaN)],
      [good, { ...good, slot: 'today' }],
      Array.from({ length: MAX_SAMPLES + 1 }, () => good),
    ];
    for (const each of bad) {
      await expect(samples.add(each)).rejects.toThrow(RangeError);
      await expect(samples.set(each)).rejects.toThrow(RangeError);
    }
    await expect(samples.prune('', minute(0), 0)).rejects.toThrow(RangeError);
    await samples.add([]);
    await samples.set([]);
    expect(await samples.since('', minute(0))).toEqual([]);
  });

  test('processes that count the same at once lose nothing, in whatever order they name it', async () => {
    const counting = await processes(3);
    const series = Array.from({ length: 40 }, (_, n) => `readings.s${n}.confirmed`);
    const below = seeded(7);
    const shuffled = () => series.map((name) => ({ name, at: below(1_000) })).sort((a, b) => a.at - b.at);
    await Promise.all(
      counting.flatMap((samples) =>
        Array.from({ length: 6 }, () => samples.add(shuffled().map(({ name }) => sample(name, 0, 1)))),
      ),
    );
    const counted = (await counting[0]?.since('', minute(0))) ?? [];
    expect(counted.map(({ value }) => value)).toEqual(series.map(() => 18));
  });
});
