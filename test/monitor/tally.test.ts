import { describe, expect, test } from 'vitest';
import { DAY_MS, MAX_HELD, SLOT_MS } from '../../src/monitor/limits.js';
import { JOB_OUTCOMES, REQUEST_CLASSES, SERVICES } from '../../src/monitor/series.js';
import { createTally } from '../../src/monitor/tally.js';
import { READING_RESULTS } from '../../src/monitor/types.js';
import { MAX_SAMPLES } from '../../src/store/limits.js';
import type { Sample } from '../../src/store/sample-types.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { account, GITHUB, reading, report, verified } from './support/plain-readings.js';

/** A store that takes what it is told, unless it is away. */
function memory() {
  const told: (readonly Sample[])[] = [];
  const store = { away: false, told, add: async (samples: readonly Sample[]) => take(samples) };
  const take = (samples: readonly Sample[]) => {
    if (store.away) throw new Error('away');
    told.push(samples);
  };
  return store;
}

const later = (ms: number) => new Date(Date.parse(NOON) + ms).toISOString();

describe('a tally', () => {
  test('tells what it saw, by slots of five minutes and readings by the hour, and each thing once', async () => {
    const clock = frozenClock();
    const [tally, store] = [createTally(clock), memory()];
    clock.advance(SLOT_MS + 1);
    tally.jobEnded('verify', 'done', 1);
    tally.jobEnded('fetch', 'done', 1);
    tally.jobEnded('score', 'failed', 1);
    for (const status of [200, 204, 301, 404, 503, 0, 99, 700]) tally.requestEnded(status);
    tally.scheduled(7);
    tally.verified(verified());
    await tally.flush(store);
    await tally.flush(store);
    const slot = later(SLOT_MS);
    expect(store.told).toEqual([
      [
        { series: 'jobs.done', slot, value: 2 },
        { series: 'jobs.failed', slot, value: 1 },
        { series: 'requests.2xx', slot, value: 2 },
        { series: 'requests.3xx', slot, value: 1 },
        { series: 'requests.4xx', slot, value: 1 },
        { series: 'requests.5xx', slot, value: 1 },
        { series: 'requests.gone', slot, value: 3 },
        { series: 'scheduled', slot, value: 7 },
        { series: 'readings.github.confirmed', slot: NOON, value: 1 },
      ],
      [],
    ]);
  });

  test('says 0 of what it counts and did not see, so that nobody takes it for absent', async () => {
    const clock = frozenClock();
    const [tally, store] = [createTally(clock), memory()];
    tally.counts('jobs');
    tally.jobEnded('verify', 'done', 1);
    await tally.flush(store);
    const values = new Map(store.told[0]?.map(({ series, value }) => [series, value]));
    expect(values).toEqual(new Map(JOB_OUTCOMES.map((each) => [`jobs.${each}`, each === 'done' ? 1 : 0])));
  });

  test('keeps what the store did not take, with the time at which it was seen', async () => {
    const clock = frozenClock();
    const [tally, store] = [createTally(clock), memory()];
    store.away = true;
    tally.scheduled(1);
    await expect(tally.flush(store)).rejects.toThrow('away');
    tally.scheduled(2);
    clock.advance(SLOT_MS);
    tally.scheduled(4);
    await expect(tally.flush(store)).rejects.toThrow('away');
    store.away = false;
    await tally.flush(store);
    expect(store.told).toEqual([
      [
        { series: 'scheduled', slot: NOON, value: 3 },
        { series: 'scheduled', slot: later(SLOT_MS), value: 4 },
      ],
    ]);
  });

  test('counts on while a flush is under way, and tells nothing twice when two are', async () => {
    const [tally, store] = [createTally(frozenClock()), memory()];
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow = { add: (samples: readonly Sample[]) => gate.then(() => store.add(samples)) };
    tally.scheduled(1);
    const [first, second] = [tally.flush(slow), tally.flush(slow)];
    await Promise.resolve();
    tally.scheduled(2);
    letGo();
    await Promise.all([first, second]);
    await tally.flush(slow);
    const total = store.told.flat().reduce((sum, { value }) => sum + value, 0);
    expect(total).toBe(3);
  });

  test('holds no more than the store takes at once, and drops the oldest first', async () => {
    const clock = frozenClock();
    const [tally, store] = [createTally(clock), memory()];
    for (let n = 0; n < MAX_HELD + 10; n += 1) {
      tally.scheduled(n);
      clock.advance(SLOT_MS);
    }
    await tally.flush(store);
    const values = store.told[0]?.map(({ value }) => value) ?? [];
    expect([values.length, values[0], values.at(-1)]).toEqual([MAX_HELD, 10, MAX_HELD + 9]);
    // All that one process can see in a day is held.
    const counters = JOB_OUTCOMES.length + REQUEST_CLASSES.length + 1;
    const day = counters * (DAY_MS / SLOT_MS) + SERVICES.length * READING_RESULTS.length * 24;
    expect([day <= MAX_HELD, MAX_HELD <= MAX_SAMPLES]).toEqual([true, true]);
  });

  test('has no name in it that a stranger chose', async () => {
    const [tally, store] = [createTally(frozenClock()), memory()];
    const uri = 'weird:<b>alice</b>';
    tally.verified(
      verified({
        report: report([account({ account: uri, service: uri }), account()]),
        readings: [reading({ account: uri }), reading({ account: GITHUB, outcome: 'absent' })],
      }),
    );
    await tally.flush(store);
    for (const { series } of store.told.flat())
      expect(series).toMatch(/^readings\.(github|website)\.[a-z]+$/);
  });
});
