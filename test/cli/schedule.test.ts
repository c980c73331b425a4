import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { register } from '../../src/cli/schedule/command.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { SqlWishes } from '../../src/store/sql-wishes.js';
import { folder } from '../store/support/folder.js';
import { ALICE, BOB, finished, started } from '../store/support/plain-values.js';
import { keeper, NOON } from './support/keeper.js';
import { runCommand, wideLines } from './support/run-command.js';

const HOUR = 3_600_000;
const listOf = async ({ run }: ReturnType<typeof keeper>) =>
  JSON.parse((await run(['schedule', 'list', '--json'])).out) as {
    subject: string;
    every: string;
    next: string;
  }[];

describe('crossproof schedule', () => {
  test('add verifies one that nobody has seen at once, and in any spelling', async () => {
    const { run } = keeper(register);
    const added = await run(['schedule', 'add', 'MIMI://A.example/u/alice', '--every', 'PT6H', '--json']);
    const schedule = { subject: ALICE, every: 'PT6H', next: NOON.toISOString(), last: null };
    expect([added.code, JSON.parse(added.out), added.err]).toEqual([0, [schedule], '']);
  });

  test('add waits with one that has been seen, and with many at once', async () => {
    const seen = keeper(register);
    await seen.inStore(async (database) => {
      const store = new SqlStore(database);
      await store.begin(started('1', ALICE));
      await store.finish('1', finished(ALICE, 0));
    });
    await seen.run(['schedule', 'add', ALICE]);
    const many = keeper(register);
    const subjects = Array.from({ length: 100 }, (_, n) => `mimi://a.example/u/${n}`);
    const added = await many.run(['schedule', 'add', ...subjects]);
    expect([added.code, added.out]).toEqual([0, '100 subjects: verified every P1D\n']);
    const due = [...(await listOf(seen)), ...(await listOf(many))].map(
      ({ next }) => Date.parse(next) - NOON.getTime(),
    );
    expect(due).toHaveLength(101);
    expect(due.every((ms) => ms > 0 && ms < 24 * HOUR)).toBe(true);
    expect(new Set(due.map((ms) => Math.floor(ms / (6 * HOUR)))).size).toBe(4);
  });

  test('add reads subjects from a file and from standard input, each once', async () => {
    const { run } = keeper(register);
    const file = join(folder(), 'subjects.txt');
    writeFileSync(file, `\uFEFF# mine\r\n${ALICE}\r\n\n  ${BOB}  \n${ALICE}`);
    expect(await run(['schedule', 'add', ALICE, '--file', file])).toEqual({
      code: 0,
      out: '2 subjects: verified every P1D\n',
      err: '',
    });
    expect((await run(['schedule', 'add', '--file', '-'], 'mimi://a.example/u/carol\n')).out).toBe(
      '1 subject: verified every P1D\n',
    );
  });

  test.each([
    [
      ['--every', 'PT59M'],
      /^--every "PT59M": not an ISO 8601 duration from PT1H to P366D, as PT6H or P1D\n$/,
    ],
    [['--every', 'P1M'], /^--every "P1M": /],
    [['https://a.example/'], /^"https:\/\/a\.example\/": .*MIMI.*\n$/],
    [['--file', '/nowhere'], /^\/nowhere: no such file\n$/],
    [['--file', '-'], /^standard input, line 2: "mimi:\/\/": .*\n$/],
  ])('add %j is wrong use, and schedules nobody', async (wrong, message) => {
    const store = keeper(register);
    const refused = await store.run(['schedule', 'add', BOB, ...wrong], `${ALICE}\nmimi://\n`);
    expect([refused.code, refused.out, refused.err]).toEqual([2, '', expect.stringMatching(message)]);
    expect(await listOf(store)).toEqual([]);
  });

  test('add needs a subject', async () => {
    expect(await keeper(register).run(['schedule', 'add'])).toMatchObject({
      code: 2,
      err: 'schedule add: no subject given\n',
    });
  });

  test('list prints a table by subject, and says where it is empty', async () => {
    const { run } = keeper(register);
    expect(await run(['schedule', 'list'])).toEqual({ code: 0, out: '', err: 'nothing is scheduled\n' });
    await run(['schedule', 'add', BOB, '--every', 'P1W']);
    expect((await run(['schedule', 'list'])).out).toBe(
      `EVERY  NEXT                  LAST   SUBJECT\nP1W    2026-11-21 12:00 UTC  never  ${BOB}\n`,
    );
  });

  test('list says how many want a subject where callers of a server do too, and remove ends it for them', async () => {
    const kept = keeper(register);
    const { run, inStore } = kept;
    const wanted = { everySeconds: 3600, dueAt: NOON.toISOString(), createdAt: NOON.toISOString() };
    const get = () => inStore((database) => new SqlWishes(database).get('caller', BOB));
    await run(['schedule', 'add', ALICE, '--every', 'P1W']);
    await run(['schedule', 'add', BOB, '--every', 'P1W']);
    await inStore((database) => new SqlWishes(database).put('caller', { ...wanted, subject: BOB }));
    expect((await run(['schedule', 'list'])).out).toBe(
      [
        'EVERY  NEXT                  LAST   WISHES  SUBJECT',
        `P1W    2026-11-21 12:00 UTC  never  1       ${ALICE}`,
        `PT1H   2026-11-21 12:00 UTC  never  2       ${BOB}`,
        '',
      ].join('\n'),
    );
    const bob = { subject: BOB, every: 'PT1H', next: NOON.toISOString(), last: null, wishes: 2 };
    expect((await listOf(kept))[1]).toEqual(bob);
    expect([(await run(['schedule', 'remove', BOB])).code, await get()]).toEqual([0, null]);
  });

  test('remove says which were not scheduled, and the code is 1 then', async () => {
    const { run } = keeper(register);
    await run(['schedule', 'add', ALICE, BOB]);
    expect(await run(['schedule', 'remove', ALICE])).toEqual({
      code: 0,
      out: `${ALICE}: no longer scheduled\n`,
      err: '',
    });
    expect(await run(['schedule', 'remove', ALICE, BOB, '--json'])).toEqual({
      code: 1,
      out: `[\n  "${BOB}"\n]\n`,
      err: `${ALICE}: not scheduled\n`,
    });
  });

  test.each([
    [[], 'schedule: no command given; there are add, list, remove (see --help)\n'],
    [['drop'], "schedule: unknown command 'drop'; there are add, list, remove (see --help)\n"],
  ])('%j alone is wrong use, told in one line', async (argv, err) => {
    expect(await runCommand(register, ['schedule', ...argv])).toEqual({ code: 2, out: '', err });
  });

  test('tells of a store that cannot be opened in one line', async () => {
    const refused = await runCommand(register, ['schedule', 'list', '--store', '/dev/null/store']);
    expect([refused.code, refused.out, refused.err.split('\n').length]).toEqual([2, '', 2]);
  });

  test.each([['schedule'], ['schedule add'], ['schedule list'], ['schedule remove']])(
    '%s --help fits a terminal and has an example',
    async (words) => {
      const { code, out } = await runCommand(register, [...words.split(' '), '--help']);
      expect([code, out.includes('Example:'), wideLines(out)]).toEqual([0, true, []]);
    },
  );
});
