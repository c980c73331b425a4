import { afterEach, describe, expect, test } from 'vitest';
import { SqlSigningKeys } from '../../src/store/sql-signing-keys.js';
import { SqlTokens } from '../../src/store/sql-tokens.js';
import type { TokenRecord } from '../../src/store/token-types.js';
import { minute } from './support/plain-values.js';
import { stores } from './support/stores.js';

function token(id: string, more: Partial<TokenRecord> = {}): TokenRecord {
  return {
    id,
    name: `for ${id}`,
    role: 'caller',
    hash: `hash of ${id}`,
    createdAt: minute(0),
    expiresAt: null,
    revokedAt: null,
    ...more,
  };
}

describe.each(stores)('tokens and keys in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    return { tokens: new SqlTokens(made.database), keys: new SqlSigningKeys(made.database) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  test('a token is found by its hash, and listed in the order they were made', async () => {
    const { tokens } = await make();
    const second = token('2', { role: 'operator', createdAt: minute(2), expiresAt: minute(9) });
    const first = token('1', { createdAt: minute(1) });
    await tokens.add(second);
    await tokens.add(first);
    expect(await tokens.byHash('hash of 2')).toEqual(second);
    expect(await tokens.byHash('hash of 3')).toBeNull();
    expect([await tokens.byId('2'), await tokens.byId('3')]).toEqual([second, null]);
    expect(await tokens.list()).toEqual([first, second]);
    await expect(tokens.add(token('1', { hash: 'another' }))).rejects.toThrow();
    await expect(tokens.add(token('3', { hash: 'hash of 2' }))).rejects.toThrow();
  });

  test('a token is revoked once, and says since when', async () => {
    const { tokens } = await make();
    await tokens.add(token('1'));
    const revoked = await Promise.all([3, 4, 5].map((n) => tokens.revoke('1', minute(n))));
    expect(revoked.filter((won) => won).length).toBe(1);
    const [kept] = await tokens.list();
    expect([minute(3), minute(4), minute(5)]).toContain(kept?.revokedAt);
    expect(await tokens.revoke('2', minute(3))).toBe(false);
  });

  test('there is a token while one is neither revoked nor expired', async () => {
    const { tokens } = await make();
    expect(await tokens.any(minute(0))).toBe(false);
    await tokens.add(token('1', { expiresAt: minute(5) }));
    expect([await tokens.any(minute(4)), await tokens.any(minute(5))]).toEqual([true, false]);
    await tokens.add(token('2'));
    expect(await tokens.any(minute(5))).toBe(true);
    await tokens.revoke('2', minute(6));
    expect([await tokens.any(minute(4)), await tokens.any(minute(7))]).toEqual([true, false]);
  });

  test('signing keys are listed newest first, added once, and dropped when nobody needs them', async () => {
    const { keys } = await make();
    const key = (kid: string, n: number) => ({
      ...{ kid, jwk: { kty: 'OKP', crv: 'Ed25519', d: kid }, createdAt: minute(n) },
      ...{ signsUntil: minute(n + 10), shownUntil: minute(n + 20) },
    });
    await keys.add(key('old', 0));
    await keys.add(key('new', 5));
    await keys.add(key('old', 0));
    expect(await keys.list()).toEqual([key('new', 5), key('old', 0)]);
    await keys.prune(minute(20));
    expect((await keys.list()).map(({ kid }) => kid)).toEqual(['new', 'old']);
    await keys.prune(minute(21));
    expect(await keys.list()).toEqual([key('new', 5)]);
  });
});
