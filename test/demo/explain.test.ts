import { describe, expect, it } from 'vitest';
import { explain, type OtherReports, type SeenReport, wrap } from '../../src/demo/explain.js';

const KEY = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:alice';
const world = {
  subject: 'mimi://a.example/u/alice',
  given: ['https://alice.example/'],
  named: ['https://alice.example/', 'acct:alice@old.example'],
  takenOver: 'acct:alice@old.example',
  identityKey: KEY,
};
const account = (uri: string, operator: string, state: string) => ({ account: uri, operator, state });
const report: SeenReport = {
  verdict: 'consistent',
  score: 0.99968,
  evidence: 34.6,
  identityKey: KEY,
  accounts: [
    account('mimi://a.example/u/alice', 'a.example', 'consistent'),
    account('https://alice.example/', 'alice.example', 'consistent'),
    account('acct:alice@old.example', 'old.example', 'conflicting'),
  ],
  alerts: [{ code: 'conflicting-statement', accounts: ['acct:alice@old.example'] }],
};
const other: OtherReports = {
  withoutLie: { ...report, score: 0.999999, evidence: 62.7 },
  givenNothing: { ...report, verdict: 'conflicting', score: 0.98549 },
};

describe('the explanation after the report', () => {
  it('says who lied, what it cost, and who leads, in lines that fit a terminal', () => {
    const { text, surprises } = explain(world, report, other);
    expect(surprises).toEqual([]);
    const words = text.replaceAll('\n', ' ');
    expect(words).toContain('Who lied: old.example.');
    expect(words).toContain('Alert: conflicting statement.');
    expect(words).toContain(
      'What it cost: 28.1 decibans. Without the lie there would be 62.7 of them and consistent at 0.9999; with it there are 34.6 and consistent at 0.9996.',
    );
    expect(words).toContain('Who leads: her own key.');
    expect(words).toContain('A reader who gave nothing would see conflicting at 0.9854.');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('names everything that is not as this world must give it', () => {
    const wrong: SeenReport = {
      verdict: 'conflicting',
      score: 1,
      evidence: 90,
      alerts: [],
      identityKey: 'another',
      accounts: [
        account('mimi://a.example/u/alice', 'a.example', 'unreachable'),
        account('acct:alice@old.example', 'old.example', 'consistent'),
      ],
    };
    expect(explain(world, wrong, other).surprises).toEqual([
      'mimi://a.example/u/alice is unreachable, not consistent',
      'https://alice.example/ is missing, not consistent',
      'acct:alice@old.example is consistent, not conflicting',
      'the leading key is not the one its user made',
      'the verdict is conflicting, not consistent',
      'no alert names acct:alice@old.example',
    ]);
  });

  it('breaks lines between words, and leaves a long word whole', () => {
    const long = 'x'.repeat(100);
    expect(wrap(`short ${long} end`)).toBe(`short\n${long}\nend`);
    expect(wrap('')).toBe('');
  });
});
