import { describe, expect, it } from 'vitest';
import { checkedBy } from '../../src/client/checked.js';
import type { EndedVerification } from '../../src/client/verification.js';
import { ACCOUNT_STATES } from '../../src/graph/types.js';

type Report = NonNullable<EndedVerification['report']>;

const SIGNER = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:AAAAAAAAAAAAAAAA';
const ANOTHER = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:BBBBBBBBBBBBBBBB';
const STATEMENT = { signer: SIGNER, exp: Date.parse('2027-11-21T12:00:00Z') / 1_000 };

function report(parts: Partial<Report> = {}): Report {
  return {
    verdict: 'consistent',
    identityKey: SIGNER,
    statementExpiresAt: '2027-11-21T12:00:00.000Z',
    accounts: ACCOUNT_STATES.map((state) => ({ account: state, state, reason: `as ${state}` })),
    alerts: [],
    ...parts,
  };
}

describe('what a check says to who signed', () => {
  it('is what the report says where her key leads, and her statement was read', () => {
    const { accounts } = report();
    expect(checkedBy(STATEMENT, report())).toEqual({ accounts, isSeen: true, note: '' });
  });

  it('is that another statement of hers stands there, which names what it names', () => {
    for (const statementExpiresAt of ['2027-11-20T12:00:00.000Z', '2027-11-21T12:00:01.000Z', null])
      expect(checkedBy(STATEMENT, report({ statementExpiresAt }))).toEqual({
        accounts: report().accounts,
        isSeen: false,
        note: expect.stringContaining('another statement of yours'),
      });
  });

  it('is what was found where no key leads', () => {
    const none = report({ verdict: 'none', identityKey: null, statementExpiresAt: null });
    expect(checkedBy(STATEMENT, none)).toEqual({ accounts: none.accounts, isSeen: false, note: '' });
  });

  it('has no tick where another key leads, whose proofs they are', () => {
    const { accounts, isSeen, note } = checkedBy(STATEMENT, report({ identityKey: ANOTHER }));
    expect([isSeen, note]).toEqual([false, expect.stringContaining(' BBBBBBBBBBBB…: ')]);
    expect(Object.fromEntries(accounts.map(({ account, state }) => [account, state]))).toEqual({
      ...Object.fromEntries(ACCOUNT_STATES.map((state) => [state, state])),
      ...{ consistent: 'conflicting', stale: 'conflicting', unclaimed: '', conflicting: '', revoked: '' },
    });
    expect(accounts.find(({ account }) => account === 'stale')?.reason).toBe(
      'It shows another key than yours.',
    );
    expect(accounts.find(({ account }) => account === 'silent')?.reason).toBe('as silent');
  });
});
