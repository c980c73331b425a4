import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { register } from '../../src/cli/token/command.js';
import { SqlTokens } from '../../src/store/sql-tokens.js';
import { keeper, NOON } from './support/keeper.js';
import { runCommand, wideLines } from './support/run-command.js';

const TOKEN = /^cp_([0-9a-f]{16})_[\w-]{43}\n$/;

describe('crossproof token', () => {
  test('add prints the token alone on standard output, and only its hash is kept', async () => {
    const { run, inStore, path } = keeper(register);
    const added = await run(['token', 'add', 'monitoring', '--expires', 'P90D']);
    const id = TOKEN.exec(added.out)?.[1] ?? '';
    expect([added.code, added.err]).toEqual([0, `token ${id} of monitoring: kept nowhere, so keep it now\n`]);
    const token = added.out.trim();
    expect(await inStore((database) => new SqlTokens(database).list())).toEqual([
      {
        id,
        name: 'monitoring',
        role: 'caller',
        hash: createHash('sha256').update(token).digest('hex'),
        createdAt: NOON.toISOString(),
        expiresAt: '2027-02-19T12:00:00.000Z',
        revokedAt: null,
      },
    ]);
    expect(readFileSync(path).includes(token.slice(-20))).toBe(false);
  });

  test('add makes another one each time, of the role that is asked for', async () => {
    const { run } = keeper(register);
    const [one, two] = [
      await run(['token', 'add', 'keeper', '--role', 'operator', '--json']),
      await run(['token', 'add', 'keeper', '--json']),
    ].map(({ out }) => JSON.parse(out) as Record<string, unknown>);
    expect(one?.token).not.toBe(two?.token);
    expect([one, two]).toEqual([
      expect.objectContaining({ name: 'keeper', role: 'operator', expiresAt: null, revokedAt: null }),
      expect.objectContaining({ name: 'keeper', role: 'caller' }),
    ]);
    expect(Object.keys(one ?? {})).not.toContain('hash');
  });

  test.each([
    [['-x'], /unknown option/],
    [['two words'], /^"two words": a name has 1 to 64 letters/],
    [['bob', '--role', 'root'], /caller, operator/],
    [['bob', '--expires', 'P0D'], /^--expires "P0D": not an ISO 8601 duration up to ten years, as P90D\n$/],
    [['bob', '--expires', 'P11Y'], /^--expires "P11Y"/],
    [['bob', '--expires', 'P999999999D'], /^--expires /],
  ])('add %j is wrong use, and makes none', async (wrong, message) => {
    const { run } = keeper(register);
    const refused = await run(['token', 'add', ...wrong]);
    expect([refused.code, refused.out, refused.err]).toEqual([2, '', expect.stringMatching(message)]);
    expect((await run(['token', 'list', '--json'])).out).toBe('[]\n');
  });

  test('list tells which still hold, and nothing secret', async () => {
    const { run } = keeper(register);
    const printed = [
      await run(['token', 'add', 'a']),
      await run(['token', 'add', 'b', '--expires', 'P1D', '--role', 'operator']),
      await run(['token', 'add', 'c']),
    ].map(({ out }) => out.trim());
    const [a, b, c] = printed.map((token) => token.slice(3, 19));
    await run(['token', 'revoke', c as string]);
    const { out } = await run(['token', 'list']);
    const made = '2026-11-21 12:00 UTC';
    expect(out.split('\n').sort()).toEqual(
      [
        '',
        `ID                ROLE      STATE             CREATED               NAME`,
        `${a}  caller    valid             ${made}  a`,
        `${b}  operator  until 2026-11-22  ${made}  b`,
        `${c}  caller    revoked           ${made}  c`,
      ].sort(),
    );
    const { out: json } = await run(['token', 'list', '--json']);
    for (const token of printed) {
      expect(json).not.toContain(token.slice(20));
      expect(json).not.toContain(createHash('sha256').update(token).digest('hex'));
    }
  });

  test('list says that one has expired, and that there are none', async () => {
    const { run, path } = keeper(register);
    expect(await run(['token', 'list'])).toEqual({ code: 0, out: '', err: 'there are no tokens\n' });
    await run(['token', 'add', 'a', '--expires', 'P1D']);
    const later = new Date(NOON.getTime() + 86_400_000);
    const { out } = await runCommand(register, ['token', 'list', '--store', path], '', later);
    expect(out).toContain('  expired  ');
  });

  test('revoke ends a token once', async () => {
    const { run } = keeper(register);
    const id = (await run(['token', 'add', 'a'])).out.slice(3, 19);
    expect(await run(['token', 'revoke', id])).toEqual({ code: 0, out: `${id}: revoked\n`, err: '' });
    for (const gone of [id, '0'.repeat(16)])
      expect(await run(['token', 'revoke', gone])).toEqual({
        code: 1,
        out: '',
        err: `${gone}: there is no such token, or it was revoked before\n`,
      });
  });

  test('revoke of a whole token is wrong use, and does not repeat it', async () => {
    const { run } = keeper(register);
    const token = (await run(['token', 'add', 'a'])).out.trim();
    const refused = await run(['token', 'revoke', token]);
    expect([refused.code, refused.err.includes(token.slice(20))]).toEqual([2, false]);
  });

  test.each([['token'], ['token add'], ['token list'], ['token revoke']])(
    '%s --help fits a terminal and has an example',
    async (words) => {
      const { code, out } = await runCommand(register, [...words.split(' '), '--help']);
      expect([code, out.includes('Example:'), wideLines(out)]).toEqual([0, true, []]);
    },
  );
});
