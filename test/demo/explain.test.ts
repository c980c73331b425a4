import { describe, expect, it } from 'vitest';
import { explain, type SeenReport, wrap } from '../../src/demo/explain.js';

const KEY = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:alice';
const world = {
  subject: 'mimi://a.example/u/alice',
  named: ['https://alice.example/', 'acct:alice@old.example'],
  takenOver: 'acct:alice@old.example',
  identityKey: KEY,
};
const account = (uri: string, operator: string, state: string) => ({ account: uri, operator, state });
const report: SeenReport = {
  verdict: 'conflicting',
  score: 0.98549,
  identityKey: KEY,
  accounts: [
    account('mimi://a.example/u/alice', 'a.example', 'consistent'),
    account('https://alice.example/', 'alice.example', 'consistent'),
    account('acct:alice@old.example', 'old.example', 'conflicting'),
  ],
};
const without: SeenReport = { ...report, verdict: 'consistent', score: 0.99999 };

describe('the explanation after the report', () => {
  it('says who lied, what it cost, and what it did not do, in lines that fit a terminal', () => {
    const { text, surprises } = explain(world, report, without);
    expect(surprises).toEqual([]);
    const words = text.replaceAll('\n', ' ');
    expect(words).toContain('Who lied: old.example.');
    expect(words).toContain(
      'the verdict is conflicting at 0.985; without that lie it would be consistent at 0.999.',
    );
    expect(words).toContain('2 operators show her own key, and that key still leads.');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('names everything that is not as this world must give it', () => {
    const wrong: SeenReport = {
      verdict: 'consistent',
      score: 1,
      identityKey: 'another',
      accounts: [
        account('mimi://a.example/u/alice', 'a.example', 'unreachable'),
        account('acct:alice@old.example', 'old.example', 'consistent'),
      ],
    };
    expect(explain(world, wrong, without).surprises).toEqual([
      'mimi://a.example/u/alice is unreachable, not consistent',
      'https://alice.example/ is missing, not consistent',
      'acct:alice@old.example is consistent, not conflicting',
      'the leading key is not the one its user made',
      'the verdict is consistent, not conflicting',
    ]);
  });

  it('breaks lines between words, and leaves a long word whole', () => {
    const long = 'x'.repeat(100);
    expect(wrap(`short ${long} end`)).toBe(`short\n${long}\nend`);
    expect(wrap('')).toBe('');
  });
});
