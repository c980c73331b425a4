import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvidence, parseEvidence } from '../../src/evidence/schema.js';

const GOOD = {
  subject: 'mimi://a.example/u/alice',
  now: '2026-11-21T12:00:00Z',
  observations: [{ account: 'https://github.com/alice', at: '2026-11-21T11:59:58Z', outcome: 'read' }],
};
const observation = (more: object) => ({ ...GOOD, observations: [{ ...GOOD.observations[0], ...more }] });
const history = (more: object) => ({
  ...GOOD,
  history: [{ key: 'urn:x', firstSeen: GOOD.now, lastSeen: GOOD.now, ...more }],
});

describe('an evidence file', () => {
  it('is read with every member of the contract', () => {
    const full = {
      ...observation({
        perspective: 'main',
        statements: ['a.b.c'],
        tokens: ['cross-signing:x'],
        servedBy: 'github.com',
        accountId: '583231',
        createdAt: '2011-01-25T18:44:36Z',
        reason: 'dns',
      }),
      pins: [`urn:ietf:params:oauth:jwk-thumbprint:sha-256:${'A'.repeat(43)}`, 'B'.repeat(43)],
      given: ['https://github.com/alice'],
      history: history({
        operators: ['github.com'],
        seq: 7,
        anchoredUntil: GOOD.now,
        statements: ['a.b.c'],
        supports: [{ account: 'https://github.com/alice', firstSeen: GOOD.now, lastSeen: GOOD.now }],
      }).history,
      operators: { 'a.example': { compromise: 0.02 } },
    };
    const iso = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replaceAll(/(\d\d:\d\d:\d\d)Z/g, '$1.000Z'));
    expect(parseEvidence(JSON.stringify(full))).toEqual({ ok: true, evidence: iso(full) });
  });

  it('has its times in one spelling: an offset counts, and none is UTC', () => {
    const now = (text: string) => {
      const result = checkEvidence({ ...GOOD, now: text });
      return result.ok ? result.evidence.now : result.message;
    };
    expect(
      ['2026-11-21T13:00:00+01:00', '2026-11-21T12:00:00', '2026-11-21T12:00:00.000000+00:00', 'today'].map(
        now,
      ),
    ).toEqual([
      '2026-11-21T12:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
      'member now: not an ISO 8601 time',
    ]);
  });

  it.each([
    ['nothing', '', 'not JSON: not valid JSON (RFC 8259)'],
    ['half a document', '{"subject":', 'not JSON: not valid JSON (RFC 8259)'],
    ['another document', '[]', 'Invalid input: expected object, received array'],
    ['no subject', JSON.stringify({ ...GOOD, subject: undefined }), 'member subject: '],
    ['no observations', JSON.stringify({ ...GOOD, observations: undefined }), 'member observations: '],
    [
      'an outcome that is none',
      JSON.stringify(observation({ outcome: 'maybe' })),
      'member observations.0.outcome: ',
    ],
    [
      'a token that is a number',
      JSON.stringify(observation({ tokens: [7] })),
      'member observations.0.tokens.0: ',
    ],
    [
      'a year that is none',
      JSON.stringify(observation({ at: '21 Nov' })),
      'member observations.0.at: not an ISO',
    ],
    ['a seq that is no integer', JSON.stringify(history({ seq: 1.5 })), 'member history.0.seq: '],
    [
      'a belief beyond its bounds',
      JSON.stringify({ ...GOOD, operators: { 'a.example': { compromise: 0.9 } } }),
      'member operators.a.example.compromise: ',
    ],
    ['a member twice', `{"subject":"a","subject":"b"}`, 'not JSON: '],
    ['depth without end', `${'['.repeat(200_000)}`, 'not JSON: '],
  ])('with %s is refused in one line', (_, text, message) => {
    const result = parseEvidence(text);
    expect([result.ok, result.ok ? '' : result.message.startsWith(message)]).toEqual([false, true]);
    expect(result.ok ? '' : result.message).not.toContain('\n');
  });

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(typeof parseEvidence(text).ok).toBe('boolean');
      }),
      { numRuns: 200 },
    );
  });
});
