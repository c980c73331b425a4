import { describe, expect, it } from 'vitest';
import { observationsOf } from '../../src/crawl/observe.js';
import type { AccountReading, Find } from '../../src/evidence/types.js';

const reading: AccountReading = {
  account: 'https://alice.example/',
  outcome: 'read',
  finds: [],
  places: [],
  accountId: '7',
  createdAt: '2019-01-01T00:00:00.000Z',
  fetchedAt: '2026-11-21T12:00:00.000Z',
  requests: 3,
};
const find = (more: Partial<Find>): Find => ({
  kind: 'token',
  text: 'cross-signing:AAAAAAAAAAAAAAAAAAAAAA',
  container: 'proof-token',
  where: 'DNS TXT record',
  url: 'dns:_cross-signing.alice.example',
  digest: 'd',
  ...more,
});
const base = {
  account: 'https://alice.example/',
  at: '2026-11-21T12:00:00.000Z',
  accountId: '7',
  createdAt: '2019-01-01T00:00:00.000Z',
};

describe('the observations of one reading', () => {
  it('are one where nothing was found, with the reason for what could not be read', () => {
    expect(
      observationsOf({ ...reading, outcome: 'unreachable', reason: 'tls', detail: 'expired' }, 'north'),
    ).toEqual([{ ...base, perspective: 'north', outcome: 'unreachable', reason: 'tls', detail: 'expired' }]);
  });

  it('are one for each way in which claims came', () => {
    const own = find({ where: 'profile bio', url: 'https://alice.example/' });
    const record = find({ strength: 'unauthenticated' });
    const pointed = find({ kind: 'statement', text: 's', container: 'jwt', servedBy: 'b.example' });
    const found = ({ where, container, url, digest }: Find) => ({ where, container, url, digest });
    expect(observationsOf({ ...reading, finds: [own, record, pointed] })).toEqual([
      { ...base, outcome: 'read', tokens: [own.text], found: [found(own)] },
      {
        ...base,
        outcome: 'read',
        tokens: [record.text],
        strength: 'unauthenticated',
        found: [found(record)],
      },
      {
        ...base,
        outcome: 'read',
        statements: ['s'],
        servedBy: 'b.example',
        found: [{ ...found(pointed), servedBy: 'b.example' }],
      },
    ]);
  });

  it('tell of a place that failed beside what was found', () => {
    const observations = observationsOf({
      ...reading,
      finds: [find({})],
      reason: 'timeout',
      detail: 'too slow',
    });
    expect(observations.map((o) => [o.outcome, o.reason])).toEqual([
      ['read', undefined],
      ['unreachable', 'timeout'],
    ]);
  });
});
