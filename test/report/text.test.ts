import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns } from '../../src/report/columns.js';
import { reportText } from '../../src/report/text.js';
import type { Report, ReportAccount } from '../../src/report/types.js';

const AT = '2026-11-21T12:00:00.000Z';
const KEY = `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${'k'.repeat(43)}`;

function account(uri: string, over: Partial<ReportAccount> = {}): ReportAccount {
  const base = { service: 'website', operator: 'a.example', evidence: 0, found: [], fetchedAt: AT };
  return { account: uri, state: 'unreachable', reason: 'It could not be read.', ...base, ...over };
}

function report(over: Partial<Report> = {}): Report {
  return {
    subject: 'mimi://a.example/u/alice',
    generatedAt: AT,
    verdict: 'consistent',
    score: 0.999,
    evidence: 30.5,
    prior: 0,
    anchored: true,
    firstLook: false,
    incomplete: false,
    independentOperators: 2,
    takeoverThreshold: 2,
    identityKey: KEY,
    statementExpiresAt: null,
    keys: [],
    operators: [{ operator: 'a.example', evidence: 30.5 }],
    accounts: [account('mimi://a.example/u/alice', { state: 'consistent' })],
    alerts: [],
    ...over,
  };
}

/** Everything in a report that a stranger may choose. */
function chosenBy(stranger: string): Report {
  const found = [{ where: stranger, container: 'jwt', url: stranger, digest: 'd', servedBy: stranger }];
  return report({
    accounts: [account(stranger, { reason: stranger, found })],
    operators: [{ operator: stranger, evidence: 1 }],
    alerts: [{ code: 'homograph', accounts: [stranger], message: 'Look twice.' }],
  });
}

describe('the report as a person reads it', () => {
  test.each([
    ['ideographs, two columns each', `x:${'字'.repeat(200)}`],
    ['emoji, which must not be cut in half', `x${'👩'.repeat(100)}`],
    ['one word without an end', 'a'.repeat(5_000)],
    ['marks without an end', `e${'\u0301'.repeat(5_000)}`],
    ['half a character', `a\ud83d${'b'.repeat(100)}`],
  ])('stays within 80 columns and whole characters: %s', (_, stranger) => {
    const text = reportText(chosenBy(stranger));
    expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/\p{Cs}/u);
  });

  test('whatever a stranger writes, nothing of it acts on the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (stranger) => {
        const text = reportText(chosenBy(stranger));
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(80);
      }),
    );
  });

  test('the decibans that it prints add up', () => {
    const db = fc.integer({ min: -4_000, max: 4_000 }).map((n) => n / 100);
    fc.assert(
      fc.property(fc.array(db, { minLength: 1, maxLength: 12 }), db, (shares, prior) => {
        const operators = shares.map((evidence, n) => ({ operator: `${n}.example`, evidence }));
        const evidence = shares.reduce((sum, share) => sum + share, prior);
        const text = reportText(report({ operators, prior, evidence }));
        const shown = [...text.matchAll(/^ {2}\S.* ([+−])(\d+)\.(\d)(?: {2}[█░]+)?$/gm)].map(
          ([, sign, whole, part]) => (sign === '−' ? -1 : 1) * Number(`${whole}${part}`),
        );
        const total = shown.pop() ?? 0;
        expect(shown.reduce((sum, one) => sum + one, 0) - total).toBe(0);
      }),
    );
  });

  test('the decibans that it prints name what their tenths leave out', () => {
    const operators = [18.44, 16.14].map((evidence, n) => ({ operator: `${n}.example`, evidence }));
    const lines = reportText(report({ operators, evidence: 34.58 }))
      .trimEnd()
      .split('\n');
    expect(
      lines.slice(-3).map((line) =>
        line
          .trim()
          .replace(/ +/g, ' ')
          .replace(/[█ ]+$/, ''),
      ),
    ).toEqual(['1.example +16.1', 'rounding +0.1', 'together +34.6']);
  });
});
