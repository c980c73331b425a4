import { describe, expect, it } from 'vitest';
import { dateText, dayText, freshness, relativeText, standingOf } from '../../src/design/age.js';
import type { Verdict } from '../../src/score/verdict.js';
import { NOON } from '../support/frozen-clock.js';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** NOON and so many seconds. */
const at = (seconds: number): Date => new Date(Date.parse(NOON) + seconds * 1_000);
const made = (verdict: Verdict, statementExpiresAt: string | null = null) => ({
  ...{ verdict, statementExpiresAt },
  generatedAt: NOON,
});

describe('a date', () => {
  it('is absolute and in UTC', () => {
    expect([dateText(NOON), dayText('2026-01-03T23:59:59.999Z'), dateText('2026-01-03T01:02:03Z')]).toEqual([
      '21 Nov 2026 12:00 UTC',
      '3 Jan 2026',
      '3 Jan 2026 01:02 UTC',
    ]);
  });

  it.each([
    [-3_600, 'in the future'],
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 minute ago'],
    [3_599, '59 minutes ago'],
    [3_600, '1 hour ago'],
    [DAY - 1, '23 hours ago'],
    [DAY, '1 day ago'],
    [400 * DAY, '400 days ago'],
  ])('is, for a reader %i seconds later, "%s"', (seconds, words) => {
    expect(relativeText(NOON, at(seconds))).toBe(words);
  });
});

describe('a green tick', () => {
  it('stands as long as is configured, and not a second longer', () => {
    const report = made('consistent');
    expect(freshness(report, at(WEEK - 1), WEEK)).toEqual({
      isFresh: true,
      fadesAt: '2026-11-28T12:00:00.000Z',
    });
    expect(standingOf(report, at(WEEK - 1), WEEK)).toBe('consistent');
    expect(standingOf(report, at(WEEK), WEEK)).toBe('outdated');
  });

  it('does not outlive the statement that it rests on', () => {
    const report = made('consistent', '2026-11-22T12:00:00.000Z');
    expect([standingOf(report, at(DAY - 1), WEEK), standingOf(report, at(DAY), WEEK)]).toEqual([
      'consistent',
      'outdated',
    ]);
  });

  it('of a clock that is ahead is none', () => {
    expect([
      standingOf(made('consistent'), at(-300), WEEK),
      standingOf(made('consistent'), at(-301), WEEK),
    ]).toEqual(['consistent', 'outdated']);
  });
});

describe('what is shown at first sight', () => {
  it('fades with age, but for what speaks against an identity', () => {
    const verdicts: readonly Verdict[] = ['consistent', 'weak', 'none', 'conflicting'];
    expect(verdicts.map((verdict) => standingOf(made(verdict), at(2 * WEEK), WEEK))).toEqual([
      'outdated',
      'outdated',
      'outdated',
      'conflicting',
    ]);
    expect(verdicts.map((verdict) => standingOf(made(verdict), at(DAY), WEEK))).toEqual(verdicts);
  });

  it('says that nobody has asked where there is no report', () => {
    expect(standingOf(null, at(0), WEEK)).toBe('unknown');
  });
});
