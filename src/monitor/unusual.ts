import { logTail } from './beta-binomial.js';
import { HOUR_MS, READING_SLOT_MS } from './limits.js';
import { slotStart } from './slots.js';
import { FAILING, type Failing, READING_RESULTS, type ReadingResult, type Unusual } from './types.js';

/** Readings of one service, by what they came to. */
export type Counts = Readonly<Record<ReadingResult, number>>;

/** Hours back that are looked at: a broken page of a large service shows in the first, one of a small service in the last. */
export const WINDOWS = [1, 6, 24] as const;
/** Hours before a window that say what is usual: two whole weeks, so that each has its weekends. */
export const PAST_HOURS = 14 * 24;

/**
 * Decibans from which it is told. Twenty services, three results and three windows that move on with every hour are some
 * 70,000 looks a month, and whoever reloads the page looks more often: by chance alone 60 dB, one in a million, come less
 * than once a month. Twelve of twelve proofs that are gone reach it on a service's first day, three of three after a fortnight
 * with 300 that were there.
 */
export const MIN_EVIDENCE = 60;
/** Failed readings from which it is told: fewer are some person's business, whatever the arithmetic says. */
export const MIN_COUNT = 5;
/** Times the usual odds: with very many readings a rise from 1.0 to 1.1 in 100 is beyond chance too, and is no news. */
const MIN_ODDS_RATIO = 2;
/**
 * The past weighs as much as so many readings and no more: days differ by more than chance, however many are read, and
 * what is known of the usual share is no more exact than that.
 */
const MAX_PAST_WEIGHT = 1_000;
/** Readings of a window that are reckoned with; of more, their share. Chance has no part in it any more. */
const MAX_WINDOW_WEIGHT = 10_000;

/**
 * What is believed before there is a past, in readings. A proof that was there is still there, but for one in twenty;
 * of services and accounts that nobody has looked at, anything may be: then nothing is told until there is a past.
 */
const PRIOR: Readonly<Record<Failing, { readonly failed: number; readonly of: number }>> = {
  missing: { failed: 0.5, of: 10 },
  absent: { failed: 1, of: 2 },
  unreachable: { failed: 1, of: 2 },
};

/**
 * Readings that could have come to a result. Only a proof that was there can be missing: however many accounts never had
 * one, they say nothing of it. Only a service that answers can say that there is no such account.
 */
const COULD: Readonly<Record<Failing, readonly ReadingResult[]>> = {
  missing: ['confirmed', 'missing'],
  absent: READING_RESULTS.filter((result) => result !== 'unreachable'),
  unreachable: READING_RESULTS,
};

/** Readings that failed in one way, and those that could have. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/**
 * Decibans against this window being chance, if its readings fail as often as those of the past did: −10 log10 of the chance
 * that as many or more fail. 0 where no more fail than usual. Pure; more failures are never less evidence.
 */
export function evidenceOf(result: Failing, window: Share, past: Share): Omit<Unusual, 'hours'> {
  const { count, of } = window;
  const known = Math.min(1, MAX_PAST_WEIGHT / Math.max(1, past.of));
  const prior = PRIOR[result];
  const failed = prior.failed + past.count * known;
  const weight = prior.of + past.of * known;
  const usual = failed / weight;
  const n = Math.min(of, MAX_WINDOW_WEIGHT);
  // One division alone, so that rounding never turns two windows round.
  const k = of === 0 ? 0 : Math.floor((count * n) / of);
  const evidence = k > usual * n ? (-10 * logTail(k, n, failed, weight - failed)) / Math.LN10 : 0;
  return { result, count, of, usual, evidence };
}

/** Is it told? */
export function isUnusual({ count, of, usual, evidence }: Omit<Unusual, 'hours'>): boolean {
  const moreOften = count * (1 - usual) >= MIN_ODDS_RATIO * usual * (of - count);
  return evidence >= MIN_EVIDENCE && count >= MIN_COUNT && moreOften;
}

/**
 * What one service does more than usual, each result once, in the window that shows it best; the clearest first. Hours are
 * counted whole, so that a window is up to one hour longer.
 *
 * @param hours by the milliseconds at which they begin
 */
export function unusualNow(hours: ReadonlyMap<number, Counts>, now: Date): readonly Unusual[] {
  const running = slotStart(now.getTime(), READING_SLOT_MS);
  const seen = WINDOWS.map((length) => ({ length, window: { ...NO_READINGS }, past: { ...NO_READINGS } }));
  for (const [at, counts] of hours) {
    const back = (running - at) / HOUR_MS;
    for (const { length, window, past } of seen) {
      if (back >= 0 && back <= length) addTo(window, counts);
      else if (back > length && back <= length + PAST_HOURS) addTo(past, counts);
    }
  }
  return FAILING.flatMap((result) => {
    const found = seen
      .map(({ length, window, past }) => ({
        ...evidenceOf(result, shareOf(result, window), shareOf(result, past)),
        hours: length,
      }))
      .filter(isUnusual)
      .sort((a, b) => b.evidence - a.evidence);
    return found.slice(0, 1);
  }).sort((a, b) => b.evidence - a.evidence);
}

/** Readings of the hours from `from` until before `to`. */
export function totalOf(hours: ReadonlyMap<number, Counts>, from: number, to: number): Counts {
  const total: Record<ReadingResult, number> = { ...NO_READINGS };
  for (const [at, counts] of hours) {
    if (at >= from && at < to) addTo(total, counts);
  }
  return total;
}

function addTo(total: Record<ReadingResult, number>, counts: Counts): void {
  for (const result of READING_RESULTS) total[result] += counts[result];
}

export const NO_READINGS: Counts = {
  ...{ confirmed: 0, missing: 0, without: 0 },
  ...{ broken: 0, absent: 0, unreachable: 0 },
};

function shareOf(result: Failing, counts: Counts): Share {
  return { count: counts[result], of: sumOf(counts, COULD[result]) };
}

/** So many readings came to one of these. */
export function sumOf(counts: Counts, results: readonly ReadingResult[]): number {
  return results.reduce((sum, result) => sum + counts[result], 0);
}
