import { describe, expect, it } from 'vitest';
import type { Earlier } from '../../src/client/earlier-statement.js';
import { StatementLine } from '../../src/client/statement-line.js';

const [A, B, C] = ['https://a.example/', 'https://b.example/', 'https://c.example/'];

function statement(accounts: readonly string[], revoked: readonly string[] = []): Earlier {
  const none = { subject: 'mimi://a.example/u/alice', keys: [], seq: 1, iat: 1, exp: 2, signer: '' };
  return { ...none, accounts, revoked, digest: accounts.join() };
}

describe('what is hers no longer', () => {
  it('is nothing for who never published', () => {
    expect([new StatementLine().last, new StatementLine().noLongerOf([A])]).toEqual([null, []]);
  });

  it('is what she published and does not name now, and what was hers no longer before', () => {
    const line = new StatementLine();
    line.beginWith(statement([A, B], [C]));
    expect(line.noLongerOf([B])).toEqual([A, C]);
    expect(line.noLongerOf([A, B, C])).toEqual([]);
  });

  it('is what she says, each once', () => {
    const line = new StatementLine();
    line.beginWith(statement([A]));
    expect([line.noLongerOf([], [A, B]), line.noLongerOf([B], [B])]).toEqual([[A, B], [A]]);
  });

  it('is no account of a statement that nobody has seen: a slip was never hers', () => {
    const line = new StatementLine();
    const slip = statement([A, B]);
    line.add(slip);
    expect([line.last, line.noLongerOf([A])]).toEqual([slip, []]);
    line.wasSeen(slip);
    expect(line.noLongerOf([A])).toEqual([B]);
  });
});
