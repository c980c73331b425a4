import { describe, expect, test } from 'vitest';
import { UNREACHABLE_REASONS } from '../../src/fetch/types.js';
import { readingResult } from '../../src/monitor/reading-result.js';
import type { ReportAccount } from '../../src/report/types.js';
import { account, find, KEY, LAST_GOOD, reading, SUBJECT } from './support/plain-readings.js';

interface Case {
  readonly reading?: Parameters<typeof reading>[0];
  readonly account?: Partial<ReportAccount>;
  readonly before?: Partial<ReportAccount>;
  readonly identityKey?: null;
}

function resultOf(given: Case) {
  return readingResult({
    reading: reading(given.reading),
    account: account(given.account),
    before: given.before ? account(given.before) : null,
    report: { subject: SUBJECT, identityKey: given.identityKey === null ? null : KEY },
  });
}

const SHOWN = { finds: [find()] };

describe('a reading that found a proof', () => {
  test.each([
    ['consistent', 'confirmed'],
    ['stale', 'confirmed'],
    ['conflicting', 'broken'],
    ['unclaimed', 'broken'],
    ['foreign', 'broken'],
    ['expired', 'broken'],
    ['invalid', 'broken'],
    ['one-way', 'broken'],
    ['silent', 'broken'],
    ['re-registered', 'broken'],
    ['unreachable', 'unreachable'],
    ['revoked', null],
  ] as const)('of an account that is %s counts as %s', (state, result) => {
    expect(resultOf({ reading: SHOWN, account: { state } })).toBe(result);
  });
});

describe('an account that shows nothing', () => {
  test('counts as missing where it was confirmed before, by whichever memory', () => {
    expect(resultOf({ account: { state: 'one-way', ...LAST_GOOD } })).toBe('missing');
    expect(resultOf({ account: { state: 'one-way' }, before: { state: 'consistent' } })).toBe('missing');
    expect(resultOf({ account: { state: 'one-way' }, before: { state: 'stale' } })).toBe('missing');
    expect(resultOf({ account: { state: 're-registered', ...LAST_GOOD } })).toBe('missing');
  });

  test('counts as without where it never was', () => {
    expect(resultOf({ account: { state: 'one-way' } })).toBe('without');
    expect(resultOf({ account: { state: 'silent' } })).toBe('without');
    expect(resultOf({ account: { state: 'one-way' }, before: { state: 'one-way' } })).toBe('without');
  });

  test('counts as missing although strangers, or others of its host, show something', () => {
    for (const finds of [[find({ strength: 'unattributed' })], [find({ hostWide: true })]])
      expect(resultOf({ reading: { finds }, account: { state: 'one-way', ...LAST_GOOD } })).toBe('missing');
    const weak = [find({ strength: 'unauthenticated' })];
    expect(resultOf({ reading: { finds: weak }, account: { state: 'one-way', ...LAST_GOOD } })).toBe(
      'broken',
    );
  });

  test('says nothing of the service where her key no longer names it', () => {
    const dropped = { dropped: true, ...LAST_GOOD } as const;
    expect(resultOf({ account: { state: 'silent', ...dropped } })).toBeNull();
    expect(resultOf({ account: { state: 'silent' }, before: { state: 'consistent' } })).toBeNull();
    expect(resultOf({ reading: { outcome: 'absent' }, account: { state: 'silent', ...dropped } })).toBeNull();
    expect(resultOf({ account: { state: 'unreachable', ...dropped } })).toBeNull();
    expect(resultOf({ account: { state: 'revoked', ...LAST_GOOD } })).toBeNull();
  });

  test('counts as missing where no key speaks any more: the service may have held its only statement', () => {
    const gone = { state: 'silent', dropped: true, ...LAST_GOOD } as const;
    expect(resultOf({ account: gone, identityKey: null })).toBe('missing');
  });

  test('counts as missing where it is the subject itself, which is always named', () => {
    const own = { account: SUBJECT, state: 'one-way', dropped: true, ...LAST_GOOD } as const;
    expect(resultOf({ reading: { account: SUBJECT }, account: own })).toBe('missing');
  });

  test('counts as absent where the service knows of no such account', () => {
    const absent = { outcome: 'absent' } as const;
    expect(resultOf({ reading: absent, account: { state: 'one-way' } })).toBe('absent');
    expect(resultOf({ reading: absent, account: { state: 'one-way', ...LAST_GOOD } })).toBe('absent');
    expect(resultOf({ reading: absent, account: { state: 'silent' } })).toBe('absent');
  });
});

describe('an account that could not be read', () => {
  const of = (reason: (typeof UNREACHABLE_REASONS)[number]) =>
    resultOf({ reading: { outcome: 'unreachable', reason }, account: { state: 'unreachable' } });

  test('counts for whatever reason the service, its network or its documents gave', () => {
    const silent = UNREACHABLE_REASONS.filter((reason) => of(reason) === null);
    expect(silent).toEqual(['refused-address', 'refused-url', 'cancelled']);
    expect([...new Set(UNREACHABLE_REASONS.map(of))].sort()).toEqual(['unreachable', null].sort());
  });

  test('does not count where nobody was asked', () => {
    const unasked = { outcome: 'unreachable', reason: 'limit', requests: 0 } as const;
    expect(resultOf({ reading: unasked, account: { state: 'unreachable' } })).toBeNull();
  });

  test('counts where nothing at all was read, and so no report was drawn', () => {
    const judged = (outcome: 'read' | 'unreachable') =>
      readingResult({
        reading: reading({ outcome }),
        account: null,
        before: account(),
        report: { subject: SUBJECT, identityKey: KEY },
      });
    expect([judged('unreachable'), judged('read')]).toEqual(['unreachable', null]);
  });
});
