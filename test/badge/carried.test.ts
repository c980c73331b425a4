import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriedReport } from '../../src/badge/index.js';
import { ACCOUNT_STATES } from '../../src/graph/types.js';
import type { PublicReport } from '../../src/report/types.js';
import { NOON } from '../support/frozen-clock.js';
import { account, report } from './support/reports.js';

const SUBJECT = report().accounts[0]?.account;
/** Characters: of the accounts, of the longest names of eight keys, and of an alert. */
const MAX = 45_000;

const crowd = (size: number, more: Partial<PublicReport> = {}): PublicReport =>
  report({
    accounts: [
      ...report().accounts,
      ...Array.from({ length: size }, (_, i) =>
        account(`https://site-${i}.example/`, { operator: `site-${i}.example` }),
      ),
    ],
    ...more,
  });

describe('the report that a badge carries', () => {
  it('is the whole of it, of usual size', () => {
    const usual = crowd(20);
    expect(carriedReport(usual)).toBe(usual);
  });

  it('names of hundreds of accounts the subject and what is wrong, and says how many it leaves out', () => {
    const wrong = account('https://wrong.example/', { state: 'conflicting' });
    const whole = crowd(256);
    const { accounts, omitted, ...rest } = carriedReport({ ...whole, accounts: [...whole.accounts, wrong] });
    expect(accounts.slice(0, 2).map((one) => one.account)).toEqual([SUBJECT, wrong.account]);
    expect(omitted).toEqual({ accounts: 259 - accounts.length, keys: 0, names: 0 });
    expect(rest).toEqual({ ...rest, score: whole.score, verdict: whole.verdict, operators: whole.operators });
  });

  it('is bounded for any accounts, keys and alerts', () => {
    const names = fc.array(fc.integer({ min: 1, max: 230 }), { maxLength: 300 });
    const reports = fc
      .tuple(names, fc.constantFrom(...ACCOUNT_STATES), fc.nat(300))
      .map(([lengths, state, keys]) => {
        const hosts = lengths.map((length, i) => `${'x'.repeat(length)}${i}.example`);
        const uris = hosts.map((host) => `https://${host}/`);
        return report({
          accounts: [...report().accounts, ...uris.map((uri) => account(uri, { state }))],
          keys: Array.from({ length: keys }, (_, i) => ({
            ...{ thumbprint: `urn:${i}`, score: 0, firstSeen: NOON, operators: hosts },
          })),
          alerts: [{ code: 'conflicting-statement', accounts: uris, message: 'They differ.' }],
        });
      });
    fc.assert(
      fc.property(reports, (whole) => {
        const carried = carriedReport(whole);
        const { accounts, keys, omitted } = carried;
        expect(accounts[0]?.account).toBe(SUBJECT);
        expect(accounts.length + (omitted?.accounts ?? 0)).toBe(whole.accounts.length);
        expect(keys.length + (omitted?.keys ?? 0)).toBe(whole.keys.length);
        const namesIn = ({ keys, alerts }: Pick<PublicReport, 'keys' | 'alerts'>) =>
          [
            ...keys.slice(0, carried.keys.length).map((key) => key.operators),
            ...alerts.map((one) => one.accounts),
          ].flat().length;
        expect(namesIn(carried) + (omitted?.names ?? 0)).toBe(namesIn(whole));
        expect(JSON.stringify(carried).length).toBeLessThan(MAX);
      }),
      { numRuns: 40 },
    );
  });
});
