import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNREACHABLE_REASONS } from '../../src/fetch/types.js';
import { longestSeconds } from '../../src/schedule/intervals.js';
import {
  CALM_STEPS,
  JITTER,
  MAX_CALM_SECONDS,
  MAX_EVERY_SECONDS,
  MIN_EVERY_SECONDS,
  MIN_SOON_SECONDS,
  SOON_PART,
} from '../../src/schedule/limits.js';
import { type Ended, type NextDue, nextDue } from '../../src/schedule/next-due.js';
import { NOON } from '../support/frozen-clock.js';
import { account, FAILING, report, SUBJECT } from './support/reports.js';

const DAY = 86_400;
/** In the middle: no jitter. */
const HALF = (): number => 0.5;

/** A verification of a subject seen every day, the last time a day ago. */
function ended(
  more: Partial<Omit<Ended, 'schedule'>> & { schedule?: Partial<Ended['schedule']> } = {},
): Ended {
  const { schedule, ...rest } = more;
  const now = rest.now ?? new Date(NOON);
  const everySeconds = schedule?.everySeconds ?? DAY;
  const lastRunAt = new Date(now.getTime() - everySeconds * 1000).toISOString();
  return {
    schedule: { everySeconds, calm: 0, soon: 0, lastRunAt, ...schedule },
    report: report(),
    before: report(),
    nothingRead: false,
    now,
    random: HALF,
    ...rest,
  };
}

const secondsTo = ({ dueAt }: NextDue, now: Date): number => (Date.parse(dueAt) - now.getTime()) / 1000;

describe('the next time', () => {
  test('is one interval away', () => {
    expect(nextDue(ended())).toEqual({
      dueAt: '2026-11-22T12:00:00.000Z',
      calm: 1,
      soon: 0,
      why: 'regular',
    });
  });

  test('comes with the fourteenth day before the statement ends, where that is sooner', () => {
    const schedule = { everySeconds: 60 * DAY };
    const ending = (statementExpiresAt: string) =>
      nextDue(ended({ schedule, report: report({ statementExpiresAt }) }));
    // Twenty days and, so that no jitter puts it before that day, a ninth more.
    expect(ending('2026-12-25T12:00:00.000Z')).toEqual({
      ...{ dueAt: '2026-12-13T17:20:00.000Z', calm: 1, soon: 0, why: 'statement' },
    });
    expect(ending('2027-11-21T12:00:00.000Z').why).toBe('regular');
    expect(ending('2026-11-30T12:00:00.000Z').why).toBe('regular');
  });

  test.each([
    [0, '2026-11-22T09:36:00.000Z'],
    [1, '2026-11-22T14:24:00.000Z'],
  ])('is up to a tenth sooner or later (random %d)', (random, dueAt) => {
    expect(nextDue(ended({ random: () => random })).dueAt).toBe(dueAt);
  });

  test.each([
    [6, 1, 'regular'],
    [7, 1.25, 'calm'],
    [14, 1.5, 'calm'],
    [28, 2, 'calm'],
    [1000, 2, 'calm'],
  ])('after %i calm verifications is %d intervals away', (calm, intervals, why) => {
    const next = nextDue(ended({ schedule: { calm: calm - 1 } }));
    expect([secondsTo(next, new Date(NOON)) / DAY, next.calm, next.why]).toEqual([intervals, calm, why]);
  });

  test('is never more than a month away for calm, unless the keeper asked for more', () => {
    const next = (days: number) =>
      secondsTo(nextDue(ended({ schedule: { everySeconds: days * DAY, calm: 99 } })), new Date(NOON)) / DAY;
    expect([10, 15, 20, 30, 60].map(next)).toEqual([20, 30, 30, 30, 60]);
  });

  test.each([
    ['a change', { report: report({ verdict: 'weak' }) }],
    ['the first report', { before: null }],
  ])('is an interval away again after %s', (_what, more) => {
    expect(nextDue(ended({ schedule: { calm: 50 }, ...more }))).toEqual({
      dueAt: '2026-11-22T12:00:00.000Z',
      calm: 0,
      soon: 0,
      why: 'regular',
    });
  });

  test('is not put off by verifications that many ask for at once', () => {
    const lastRunAt = '2026-11-21T00:00:01.000Z';
    expect(nextDue(ended({ schedule: { calm: 6, lastRunAt } }))).toMatchObject({ calm: 6, why: 'regular' });
    const half = '2026-11-21T00:00:00.000Z';
    expect(nextDue(ended({ schedule: { calm: 6, lastRunAt: half } }))).toMatchObject({ calm: 7 });
  });

  test('does not mind a last run that lies ahead, as after a clock that went back', () => {
    const lastRunAt = '2026-11-21T13:00:00.000Z';
    expect(nextDue(ended({ schedule: { calm: 3, lastRunAt } }))).toEqual({
      dueAt: '2026-11-22T12:00:00.000Z',
      calm: 3,
      soon: 0,
      why: 'regular',
    });
  });
});

describe('a reason to look sooner', () => {
  const expiring = report({ alerts: [{ code: 'statement-expiring', accounts: [], message: '' }] });
  const expired = report({ alerts: [{ code: 'statement-expired', accounts: [], message: '' }] });

  test.each([
    ['nothing could be read', { nothingRead: true }, 'unread'],
    ['an account may heal', { report: report({ accounts: FAILING }) }, 'healing'],
    ['a statement is about to end', { report: expiring }, 'statement'],
    ['a statement has ended', { report: expired }, 'statement'],
  ] as const)('is that %s: a sixth of the interval', (_what, more, why) => {
    const next = nextDue(ended(more));
    expect([next.why, next.soon, next.dueAt]).toEqual([why, 1, '2026-11-21T16:00:00.000Z']);
  });

  test('lets the interval double while it stays, until it is the regular one', () => {
    const hours: number[] = [];
    let schedule = { everySeconds: DAY, calm: 0, soon: 0, lastRunAt: null as string | null };
    let now = new Date(NOON);
    for (let n = 0; n < 7; n++) {
      const next = nextDue(ended({ schedule, now, report: report({ accounts: FAILING }) }));
      hours.push(Math.round(secondsTo(next, now) / 3600));
      schedule = { ...schedule, calm: 0, soon: next.soon, lastRunAt: now.toISOString() };
      now = new Date(next.dueAt);
    }
    expect(hours).toEqual([4, 8, 16, 24, 24, 24, 24]);
  });

  test('that is over counts anew the next time', () => {
    expect(nextDue(ended({ schedule: { soon: 5 } }))).toMatchObject({ soon: 0, why: 'regular' });
  });

  test('is not counted twice when the failed accounts are read again some minutes later', () => {
    const lastRunAt = '2026-11-21T11:50:00.000Z';
    const again = ended({ schedule: { soon: 1, lastRunAt }, report: report({ accounts: FAILING }) });
    expect(nextDue(again)).toMatchObject({ soon: 1, dueAt: '2026-11-21T16:00:00.000Z' });
  });

  test('leaves calm alone where nothing was read', () => {
    expect(nextDue(ended({ schedule: { calm: 9 }, nothingRead: true }))).toMatchObject({ calm: 9 });
  });

  test('is an account that failed in a way that may heal, and no other', () => {
    const soon = UNREACHABLE_REASONS.filter((reason) => {
      const accounts = [account(SUBJECT), account('https://one.example/', 'unreachable', reason)];
      return nextDue(ended({ report: report({ accounts }) })).why === 'healing';
    });
    expect(soon).toEqual(['dns', 'connect', 'tls', 'timeout', 'reset', 'status', 'rate-limited']);
    const word = account('https://one.example/', 'unreachable', 'a word of a later version');
    expect(nextDue(ended({ report: report({ accounts: [word] }) })).why).not.toBe('healing');
  });
});

describe('whatever happened', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const anyEnded = fc
    .record({
      everySeconds: fc.integer({ min: MIN_EVERY_SECONDS, max: MAX_EVERY_SECONDS }),
      calm: fc.nat(200),
      soon: fc.nat(2000),
      last: fc.option(fc.integer({ min: -MAX_EVERY_SECONDS, max: MAX_EVERY_SECONDS })),
      failing: fc.boolean(),
      verdict: fc.constantFrom('consistent', 'weak', 'none'),
      before: fc.boolean(),
      nothingRead: fc.boolean(),
      random: unit,
    })
    .map(({ last, failing, verdict, before, nothingRead, random, ...schedule }) => {
      const lastRunAt = last === null ? null : new Date(Date.parse(NOON) - last * 1000).toISOString();
      return ended({
        schedule: { ...schedule, lastRunAt },
        report: report({ verdict, ...(failing ? { accounts: FAILING } : {}) }),
        before: before ? report() : null,
        nothingRead,
        random: () => random,
      });
    });

  test('the next time lies ahead, not too soon, and no further than any rule has it', () => {
    fc.assert(
      fc.property(anyEnded, (one) => {
        const next = nextDue(one);
        const seconds = secondsTo(next, one.now);
        const { everySeconds } = one.schedule;
        const least = Math.max(MIN_SOON_SECONDS, everySeconds * SOON_PART) * (1 - JITTER);
        const most = Math.max(everySeconds, Math.min(2 * everySeconds, MAX_CALM_SECONDS)) * (1 + JITTER);
        expect(seconds).toBeGreaterThanOrEqual(least - 0.001);
        expect(seconds).toBeLessThanOrEqual(most + 0.001);
        expect(seconds).toBeLessThan(longestSeconds(everySeconds));
      }),
    );
  });

  test('calm and reasons that stay never make it sooner', () => {
    fc.assert(
      fc.property(anyEnded, fc.nat(50), fc.nat(50), (one, calmer, longer) => {
        const { schedule } = one;
        const more = { ...schedule, calm: schedule.calm + calmer, soon: schedule.soon + longer };
        expect(Date.parse(nextDue({ ...one, schedule: more }).dueAt)).toBeGreaterThanOrEqual(
          Date.parse(nextDue(one).dueAt),
        );
      }),
    );
  });

  test('a subject that fails for ever is looked at a few times more, and then as often as any other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: MIN_EVERY_SECONDS, max: MAX_EVERY_SECONDS }),
        unit,
        (everySeconds, random) => {
          let now = new Date(NOON);
          let schedule: Ended['schedule'] = { everySeconds, calm: 0, soon: 0, lastRunAt: null };
          const gaps: number[] = [];
          for (let n = 0; n < 10; n++) {
            const next = nextDue(ended({ schedule, now, nothingRead: true, random: () => random }));
            gaps.push(secondsTo(next, now));
            schedule = { ...schedule, ...next, lastRunAt: now.toISOString() };
            now = new Date(next.dueAt);
          }
          for (const gap of gaps.slice(3))
            expect(gap).toBeGreaterThanOrEqual(everySeconds * (1 - JITTER) - 0.001);
        },
      ),
    );
  });

  test('the steps of calm rise one after the other', () => {
    expect([...CALM_STEPS].sort((a, b) => b.calm - a.calm || b.stretch - a.stretch)).toEqual(CALM_STEPS);
  });
});
