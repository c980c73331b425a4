import { describe, expect, test } from 'vitest';
import type { AccountState } from '../../src/graph/types.js';
import { countedReadings } from '../../src/monitor/counted-readings.js';
import { DAY_MS, HOUR_MS, MAX_COUNTED } from '../../src/monitor/limits.js';
import { NOON } from '../support/frozen-clock.js';
import { account, find, GITHUB, LAST_GOOD, reading, report, verified } from './support/plain-readings.js';

const at = (ms: number) => new Date(Date.parse(NOON) + ms).toISOString();

/** A look so long after the one before, at an account that was in one state and now is in another. */
function look(then: AccountState, now: AccountState, laterMs: number, uri = GITHUB) {
  const before = report([account({ account: uri, state: then })]);
  return countedReadings(
    verified({
      before,
      report: report([account({ account: uri, state: now, fetchedAt: at(laterMs), ...LAST_GOOD })]),
      readings: [
        reading({ account: uri, fetchedAt: at(laterMs), finds: now === 'consistent' ? [find()] : [] }),
      ],
      lastLook: { at: NOON, nothingRead: false },
    }),
  ).map(({ result }) => result);
}

describe('what a verification tells of its services', () => {
  test('is one result an account, by the service of the catalogue', () => {
    const accounts = [
      account({ account: 'mimi://a.example/u/alice', service: 'mimi' }),
      account(),
      account({ account: 'https://alice.example/', state: 'one-way' }),
    ];
    const readings = accounts.map(({ account: uri, state }) =>
      reading({ account: uri, finds: state === 'consistent' ? [find()] : [] }),
    );
    expect(countedReadings(verified({ report: report(accounts), readings }))).toEqual([
      { service: 'mimi', result: 'confirmed' },
      { service: 'github', result: 'confirmed' },
      { service: 'website', result: 'without' },
    ]);
  });

  test('is only what was read for it: an account of the report that was not read again says nothing', () => {
    expect(countedReadings(verified({ readings: [] }))).toEqual([]);
  });

  test('is at most so many of one service: one person must not make a trend', () => {
    const uris = Array.from({ length: 40 }, (_, n) => `https://github.com/alice-${n}`);
    const counted = countedReadings(
      verified({
        report: report(uris.map((uri) => account({ account: uri, state: 'one-way' }))),
        readings: uris.map((uri) => reading({ account: uri, outcome: 'absent' })),
      }),
    );
    expect(counted).toEqual(
      Array.from({ length: MAX_COUNTED }, () => ({ service: 'github', result: 'absent' })),
    );
  });

  test('is what could not be read where nothing could, whatever the last report says', () => {
    const unread = reading({ outcome: 'unreachable', reason: 'timeout' });
    const counted = countedReadings(
      verified({
        nothingRead: true,
        readings: [unread],
        before: report([account()]),
        lastLook: { at: NOON, nothingRead: false },
      }),
    );
    expect(counted).toEqual([{ service: 'github', result: 'unreachable' }]);
  });
});

describe('an account that is looked at again', () => {
  test('counts at once where it came out otherwise', () => {
    expect(look('consistent', 'one-way', 1)).toEqual(['missing']);
    expect(look('unreachable', 'consistent', 1)).toEqual(['confirmed']);
    expect(look('consistent', 'unreachable', 1)).toEqual(['unreachable']);
  });

  test('counts once a day where it came out the same, however often it is looked at', () => {
    for (const everyHours of [1, 6, 24]) {
      let counted = 0;
      const days = 10;
      for (let hour = 0; hour < days * 24; hour += everyHours) {
        const [then, now] = [hour * HOUR_MS, (hour + everyHours) * HOUR_MS];
        counted += countedReadings(
          verified({
            before: report([account({ fetchedAt: at(then) })]),
            report: report([account({ fetchedAt: at(now) })]),
            readings: [reading({ fetchedAt: at(now), finds: [find()] })],
            lastLook: { at: at(then), nothingRead: false },
          }),
        ).length;
      }
      expect([everyHours, counted]).toEqual([everyHours, days]);
    }
  });

  test('begins its day at a time of its own: as many count in the morning as in the evening', () => {
    const quarter = DAY_MS / 4;
    const counted = [0, 1, 2, 3].map((n) => {
      const [then, now] = [at(n * quarter), at((n + 1) * quarter)];
      const uris = Array.from({ length: 120 }, (_, m) => `https://github.com/alice-${m}`);
      return uris.flatMap((uri) =>
        countedReadings(
          verified({
            before: report([account({ account: uri, fetchedAt: then })]),
            report: report([account({ account: uri, fetchedAt: now })]),
            readings: [reading({ account: uri, fetchedAt: now, finds: [find()] })],
            lastLook: { at: then, nothingRead: false },
          }),
        ),
      ).length;
    });
    expect(counted.reduce((a, b) => a + b, 0)).toBe(120);
    for (const count of counted) expect([count > 10, count < 60]).toEqual([true, true]);
  });

  test('counts when it is new in the report, and at the first look', () => {
    const fresh = { before: report([]), lastLook: { at: NOON, nothingRead: false } };
    expect(countedReadings(verified(fresh))).toHaveLength(1);
    expect(countedReadings(verified())).toHaveLength(1);
  });

  test('that nobody can read is tried often, and counts once a day too', () => {
    const again = (laterMs: number, before: ReturnType<typeof report> | null) =>
      countedReadings(
        verified({
          ...{ before, nothingRead: true, report: report([account()]) },
          readings: [reading({ outcome: 'unreachable', reason: 'dns', fetchedAt: at(laterMs) })],
          lastLook: { at: NOON, nothingRead: true },
        }),
      ).length;
    for (const before of [null, report([account()])]) {
      expect(again(1_000, before)).toBe(0);
      expect(again(DAY_MS, before)).toBe(1);
    }
  });

  test('that has healed counts as what it shows now', () => {
    const healed = verified({
      before: report([account({ state: 'unreachable' })]),
      lastLook: { at: NOON, nothingRead: true },
    });
    expect(countedReadings(healed)).toEqual([{ service: 'github', result: 'confirmed' }]);
  });
});
