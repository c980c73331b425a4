import { describe, expect, it } from 'vitest';
import { dateText, LOOKS, refusedView, reportView } from '../../src/client/badge-view.js';
import type { ReportFacts } from '../../src/client/signed-report.js';
import { dateText as designDate } from '../../src/design/age.js';
import { STANDINGS } from '../../src/design/appearance.js';
import { INCOMPLETE, operatorsText } from '../../src/report/wording.js';
import { NOON } from '../support/frozen-clock.js';

const DAY_MS = 86_400_000;
const NOW = Date.parse(NOON);
const PAGE = 'https://alice.example/';
const SUBJECT = 'mimi://a.example/u/alice';
const REPORT: ReportFacts = {
  subject: SUBJECT,
  verdict: 'consistent',
  generatedAt: NOON,
  statementExpiresAt: null,
  incomplete: false,
  independentOperators: 4,
  accounts: [{ account: PAGE, state: 'consistent' }],
};
const SIGHT = { page: PAGE, now: NOW, maxAgeMs: 7 * DAY_MS };
const view = (report: Partial<ReportFacts>, sight: Partial<typeof SIGHT> = {}) =>
  reportView({ report: { ...REPORT, ...report }, expiresAt: NOW + 30 * DAY_MS }, { ...SIGHT, ...sight });

describe('what a badge on a page says', () => {
  it('is told in the words, signs and tones of the design', () => {
    const design = Object.fromEntries(
      Object.entries(STANDINGS).map(([name, { tone, symbol, word }]) => [name, { tone, mark: symbol, word }]),
    );
    expect(LOOKS).toEqual(design);
    expect([dateText(NOON), dateText('2026-03-01T00:07:59Z')]).toEqual(
      [NOON, '2026-03-01T00:07:59Z'].map(designDate),
    );
  });

  it('is a tick on a page of hers, until the report is too old', () => {
    const seen = view({});
    expect([seen.outcome, seen.mark, seen.tone, seen.text, seen.until]).toEqual([
      'consistent',
      '✔',
      'good',
      `consistent, ${operatorsText({ independentOperators: 4 })}`,
      NOW + 7 * DAY_MS,
    ]);
  });

  it('says that nothing could be read since then', () => {
    const { outcome, text } = view({ incomplete: true, independentOperators: 1 });
    const words = `${operatorsText({ independentOperators: 1 })}, ${INCOMPLETE.word}`;
    expect([outcome, text]).toEqual(['consistent', `consistent, ${words}`]);
  });

  it('is never a tick elsewhere', () => {
    const pages = [
      'https://evil.example/',
      'https://alice.example/blog',
      'http://alice.example/',
      'about:blank',
    ];
    const states = ['stale', 'one-way', 'conflicting', 'revoked'];
    const seen = [
      ...pages.map((page) => view({}, { page })),
      ...states.map((state) => view({ accounts: [{ account: PAGE, state }] })),
      view({ accounts: [] }),
    ];
    for (const { outcome, mark, text } of seen) {
      expect([outcome, mark, text]).toEqual(['not-own', '–', `This page is not an account of ${SUBJECT}`]);
    }
  });

  it('fades with the age of the report and with the end of the statement', () => {
    const seen = [
      view({}, { now: NOW + 7 * DAY_MS - 1 }),
      view({}, { now: NOW + 7 * DAY_MS }),
      view({ statementExpiresAt: '2026-11-22T12:00:00.000Z' }, { now: NOW + DAY_MS }),
      view({ verdict: 'weak' }, { now: NOW + 8 * DAY_MS }),
    ];
    expect(seen.map(({ mark, tone }) => [mark, tone])).toEqual([
      ['✔', 'good'],
      ['◷', 'quiet'],
      ['◷', 'quiet'],
      ['◷', 'quiet'],
    ]);
  });

  it('is an alarm anywhere and at any time', () => {
    const seen = [
      view({ verdict: 'conflicting' }),
      view({ verdict: 'conflicting', accounts: [] }, { now: NOW + 99 * DAY_MS }),
    ];
    expect(seen.map(({ mark, tone }) => [mark, tone])).toEqual([
      ['✘', 'bad'],
      ['✘', 'bad'],
    ]);
  });

  it('is never a tick where nothing could be checked', () => {
    expect(refusedView('unsupported')).toMatchObject({
      mark: '–',
      tone: 'quiet',
      text: 'Not checked: this browser cannot check Ed25519 signatures',
    });
  });
});
