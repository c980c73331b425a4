import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../src/monitor/limits.js';
import { FAILING } from '../../src/monitor/types.js';
import {
  type Counts,
  evidenceOf,
  isUnusual,
  MIN_COUNT,
  MIN_EVIDENCE,
  NO_READINGS,
  unusualNow,
} from '../../src/monitor/unusual.js';
import { NOON } from '../support/frozen-clock.js';
import { blinded, SimulatedService, USUAL } from './support/simulated-services.js';

const NOW = new Date(NOON);
const HOUR = NOW.getTime();
const HOURS_OF_PAST = 15 * 24;

const result = fc.constantFrom(...FAILING);
const share = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))
    .map(([a, b]) => ({ count: Math.min(a, b), of: Math.max(a, b) }));
const window = share(30_000);
const past = share(200_000);

describe('evidence', () => {
  test('is never less where more of the same readings fail, and where one more fails', () => {
    fc.assert(
      fc.property(result, window, past, (which, seen, before) => {
        const { count, of } = seen;
        const { evidence } = evidenceOf(which, seen, before);
        const another = evidenceOf(which, { count: count + 1, of: of + 1 }, before);
        expect(another.evidence).toBeGreaterThanOrEqual(evidence - 1e-6);
        if (count === of) return;
        const worse = evidenceOf(which, { count: count + 1, of }, before);
        expect(worse.evidence).toBeGreaterThanOrEqual(evidence - 1e-6);
      }),
    );
  });

  test('is never more where one more reading does not fail, however the shares of many are rounded', () => {
    const { evidence } = evidenceOf('missing', { count: 11_201, of: 17_214 }, { count: 0, of: 0 });
    const calmer = evidenceOf('missing', { count: 11_201, of: 17_215 }, { count: 0, of: 0 });
    expect(calmer.evidence).toBeLessThanOrEqual(evidence + 1e-6);
  });

  test('is never more where one more reading does not fail', () => {
    fc.assert(
      fc.property(result, window, past, (which, { count, of }, before) => {
        const { evidence } = evidenceOf(which, { count, of }, before);
        const calmer = evidenceOf(which, { count, of: of + 1 }, before);
        expect(calmer.evidence).toBeLessThanOrEqual(evidence + 1e-6);
      }),
    );
  });

  test('is none where no more fail than usual, whatever is usual and however many are read', () => {
    fc.assert(
      fc.property(result, past, fc.integer({ min: 1, max: 100_000 }), (which, before, of) => {
        const { usual } = evidenceOf(which, { count: 0, of }, before);
        const seen = evidenceOf(which, { count: Math.floor(usual * of), of }, before);
        expect([seen.evidence, isUnusual(seen)]).toEqual([0, false]);
      }),
    );
  });

  test('is never told of a share that is up to a tenth above what is usual', () => {
    const scale = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        result,
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        scale,
        scale,
        (which, at, of, before) => {
          const found = evidenceOf(
            which,
            { count: Math.min(of, Math.floor(of * at * 1.1)), of },
            { count: Math.floor(before * at), of: before },
          );
          fc.pre(Math.abs(found.usual - at) < 0.05 * at);
          expect(isUnusual(found)).toBe(false);
        },
      ),
    );
  });

  test('grows with the readings that show the same', () => {
    fc.assert(
      fc.property(result, fc.integer({ min: 2, max: 50 }), (which, times) => {
        const before = { count: 10, of: 1_000 };
        const few = evidenceOf(which, { count: 2, of: 10 }, before).evidence;
        const many = evidenceOf(which, { count: 2 * times, of: 10 * times }, before).evidence;
        expect(many).toBeGreaterThan(few);
      }),
    );
  });

  test('is a number, and usual a share, for any counts', () => {
    const any = share(Number.MAX_SAFE_INTEGER);
    fc.assert(
      fc.property(result, any, any, (which, seen, before) => {
        const { evidence, usual } = evidenceOf(which, seen, before);
        expect([Number.isFinite(evidence), evidence >= 0]).toEqual([true, true]);
        expect([usual > 0, usual < 1]).toEqual([true, true]);
      }),
    );
  });

  test('reaches the threshold with as few readings as it says', () => {
    const evidence = (count: number, of: number) =>
      evidenceOf('missing', { count, of: count }, { count: 0, of }).evidence;
    expect([evidence(11, 0) < MIN_EVIDENCE, evidence(12, 0) >= MIN_EVIDENCE]).toEqual([true, true]);
    expect([evidence(2, 300) < MIN_EVIDENCE, evidence(3, 300) >= MIN_EVIDENCE]).toEqual([true, true]);
  });

  test('says what is usual where there is a past, and what is believed where there is none', () => {
    const usual = (before: { count: number; of: number }) =>
      FAILING.map((which) => evidenceOf(which, { count: 0, of: 0 }, before).usual);
    expect(usual({ count: 0, of: 0 })).toEqual([0.05, 0.5, 0.5]);
    for (const one of usual({ count: 20_000, of: 100_000 })) expect(one).toBeCloseTo(0.2, 2);
  });
});

/** The same in each of so many hours that end with the running one. */
function hours(counts: Partial<Counts>, from: number, count: number): [number, Counts][] {
  return Array.from({ length: count }, (_, n) => [
    HOUR - (from + n) * HOUR_MS,
    { ...NO_READINGS, ...counts },
  ]);
}

describe('what a service does more than usual', () => {
  const quiet = hours({ confirmed: 10, unreachable: 1 }, 1, HOURS_OF_PAST);

  test('is nothing on a quiet day, before anything was read, and after a silence', () => {
    const today = hours({ confirmed: 10, unreachable: 1 }, 0, 1);
    expect(unusualNow(new Map([...quiet, ...today]), NOW)).toEqual([]);
    expect(unusualNow(new Map(), NOW)).toEqual([]);
    expect(unusualNow(new Map(hours({ missing: 20 }, 24 * 20, 5)), NOW)).toEqual([]);
  });

  test('is told with the window that shows it best', () => {
    const changed = new Map([...quiet, ...hours({ missing: 9, unreachable: 1 }, 0, 1)]);
    expect(unusualNow(changed, NOW)).toEqual([
      {
        ...{ result: 'missing', hours: 1, count: 9, of: 19 },
        usual: expect.closeTo(0.0005, 4),
        evidence: expect.any(Number),
      },
    ]);
    const since = new Map([...quiet, ...hours({ missing: 9, unreachable: 1 }, 0, 6)]);
    expect(unusualNow(since, NOW)).toMatchObject([{ result: 'missing', hours: 6, count: 54, of: 64 }]);
  });

  test('is each result for itself, the clearest first', () => {
    const both = new Map([...quiet, ...hours({ confirmed: 1, unreachable: 20, absent: 8 }, 0, 2)]);
    const found = unusualNow(both, NOW);
    expect(found.map((each) => each.result).sort()).toEqual(['absent', 'unreachable']);
    expect(found.map(({ evidence }) => evidence)).toEqual(
      found.map(({ evidence }) => evidence).sort((a, b) => b - a),
    );
  });

  test('needs a handful of readings, and is not thinned by accounts that never showed anything', () => {
    const known = hours({ confirmed: 50, without: 500 }, 1, HOURS_OF_PAST);
    const missing = (count: number) =>
      unusualNow(new Map([...known, [HOUR, { ...NO_READINGS, missing: count, without: 500 }]]), NOW);
    expect(missing(MIN_COUNT - 1)).toEqual([]);
    expect(missing(MIN_COUNT)).toMatchObject([{ result: 'missing', count: MIN_COUNT }]);
  });

  test('is told of proofs that are gone without a past too, and of nothing else there', () => {
    const first = (counts: Partial<Counts>) =>
      unusualNow(new Map([[HOUR, { ...NO_READINGS, ...counts }]]), NOW).map((each) => each.result);
    expect(first({ missing: 30 })).toEqual(['missing']);
    expect(first({ missing: 8 })).toEqual([]);
    expect(first({ absent: 30 })).toEqual([]);
    expect(first({ unreachable: 300 })).toEqual([]);
    expect(first({ missing: 3, confirmed: 30 })).toEqual([]);
  });

  test('is told for a week and more while nobody mends it', () => {
    for (const days of [2, 5, 8]) {
      const broken = hours({ missing: 10 }, 0, days * 24);
      const before = hours({ confirmed: 10 }, days * 24, 15 * 24);
      expect([days, unusualNow(new Map([...before, ...broken]), NOW)]).toMatchObject([
        days,
        [{ result: 'missing' }],
      ]);
    }
  });
});

describe('a simulation', () => {
  const START = Date.UTC(2026, 0, 5);
  const at = (hour: number) => START + hour * HOUR_MS;
  const PAST = 15 * 24;
  /** Two of each size, readings a day. */
  const SIZES = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].flatMap((size) => [size, size]);
  /** Milliseconds for a month of twenty services, on a busy machine. */
  const MONTH_TEST_MS = 600_000;

  function look(service: SimulatedService, hour: number) {
    for (const old of [0, 1]) service.hours.delete(at(hour - old - PAST - 24));
    return unusualNow(service.hours, new Date(at(hour) + HOUR_MS / 2));
  }

  test(
    'of twenty services cries at most once in a month without cause',
    () => {
      let cries = 0;
      let clearest = 0;
      for (const [index, perDay] of SIZES.entries()) {
        const service = new SimulatedService(1_000 + index, perDay);
        let crying = false;
        for (let hour = 0; hour < PAST + 30 * 24; hour += 1) {
          service.live(at(hour));
          // The shortest window is the running hour and the one before: nothing goes by unseen.
          if (hour < PAST || hour % 2 === 0) continue;
          const found = look(service, hour);
          clearest = Math.max(clearest, found[0]?.evidence ?? 0);
          if (found.length > 0 && !crying) cries += 1;
          crying = found.length > 0;
        }
      }
      expect(cries).toBeLessThanOrEqual(1);
      expect(clearest).toBeLessThan(MIN_EVIDENCE * 2);
    },
    MONTH_TEST_MS,
  );

  /** Readings found `missing` until a change of the markup was told, for each of some seeds. */
  function untilTold(perDay: number, past: number): number[] {
    return [1, 2, 3, 4, 5].map((seed) => {
      const service = new SimulatedService(seed, perDay);
      let hour = 0;
      for (; hour < past; hour += 1) service.live(at(hour));
      let missing = 0;
      for (; ; hour += 1) {
        service.live(at(hour), blinded(USUAL));
        missing += service.hours.get(at(hour))?.missing ?? 0;
        if (look(service, hour).some((found) => found.result === 'missing')) return missing;
      }
    });
  }

  test.each([
    [20, 10],
    [50, 10],
    [200, 15],
  ])(
    'of a service with %i readings a day tells of a change of its markup within %i of them',
    (perDay, most) => {
      for (const readings of untilTold(perDay, PAST)) {
        expect(readings).toBeLessThanOrEqual(most);
      }
    },
  );

  test('tells of it within the hour where a service is read often', () => {
    const service = new SimulatedService(7, 5_000);
    for (let hour = 0; hour < PAST; hour += 1) service.live(at(hour));
    service.live(at(PAST), blinded(USUAL));
    expect(look(service, PAST)).toMatchObject([{ result: 'missing', hours: 1 }]);
  });

  test('tells of it on the first day of a service too', () => {
    for (const readings of untilTold(100, 0)) expect(readings).toBeLessThanOrEqual(30);
  });
});
