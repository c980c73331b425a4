import { beforeAll, describe, expect, test } from 'vitest';
import { register } from '../../src/cli/history/command.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { evidence, minute } from '../store/support/plain-values.js';
import { empty, type Identity, identity, report, SUBJECT, shows } from '../support/scenario.js';
import { type Keeper, keeper } from './support/keeper.js';
import { runCommand, wideLines } from './support/run-command.js';

const GITHUB = 'https://github.com/alice';

let alice: Identity;
beforeAll(async () => {
  alice = await identity();
});

/** Her GitHub account is confirmed at first, and empty a minute later. */
async function twoReports({ inStore }: Keeper): Promise<void> {
  const s = await alice.sign([GITHUB]);
  const reports = [
    await report([shows(SUBJECT, [s]), shows(GITHUB, [s])]),
    await report([shows(SUBJECT, [s]), empty(GITHUB)]),
  ];
  await inStore(async (database) => {
    const store = new SqlStore(database);
    for (const [n, one] of reports.entries()) {
      await store.begin({ id: `${n}`, subject: SUBJECT, startedAt: minute(n), given: [] });
      await store.finish(`${n}`, {
        finishedAt: minute(n),
        evidence: evidence(SUBJECT, n),
        report: { ...one, generatedAt: minute(n) },
        memory: null,
        expectedRevision: n,
      });
    }
  });
}

describe('crossproof history', () => {
  test('prints what changed, the last first', async () => {
    const store = keeper(register);
    await twoReports(store);
    const { code, out, err } = await store.run(['history', 'MIMI://a.example/u/alice']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`2026-11-21 12:01 UTC  another verdict
  The verdict was consistent and is weak.
2026-11-21 12:01 UTC  another number of operators
  1 independent operator shows the key that leads; before it was 2.
2026-11-21 12:01 UTC  account no longer confirmed
  ${GITHUB}
  It was confirmed before, and is one-way now.
2026-11-21 12:00 UTC  first look
  First look: the verdict is consistent.
2026-11-21 12:00 UTC  account confirmed
  ${SUBJECT}
  It shows the key, and the statement names it.
2026-11-21 12:00 UTC  account confirmed
  ${GITHUB}
  It shows the key, and the statement names it.
`);
  });

  test('goes on where a page ended', async () => {
    const store = keeper(register);
    await twoReports(store);
    const first = await store.run(['history', SUBJECT, '--limit', '1', '--json']);
    const page = JSON.parse(first.out) as { subject: string; changes: { kind: string }[]; next: string };
    expect([page.subject, page.changes.length]).toEqual([SUBJECT, 3]);
    const second = await store.run(['history', SUBJECT, '--before', page.next, '--json']);
    expect(JSON.parse(second.out)).toMatchObject({ changes: [{ kind: 'first-seen' }, {}, {}], next: null });
    expect((await store.run(['history', SUBJECT, '--limit', '1'])).err).toBe(
      `older changes: --before ${page.next}\n`,
    );
  });

  test('says where nothing is kept, and the code is 1', async () => {
    expect(await keeper(register).run(['history', SUBJECT])).toEqual({
      code: 1,
      out: '',
      err: `${SUBJECT}: nothing is kept of it\n`,
    });
  });

  test.each([
    [['https://a.example/'], /MIMI/],
    [[SUBJECT, '--limit', '0'], /^--limit "0": not a number from 1 to 10000\n$/],
    [[SUBJECT, '--before', 'x'], /^--before: this is no "next" of a history\n$/],
  ])('%j is wrong use', async (argv, message) => {
    const { code, out, err } = await keeper(register).run(['history', ...argv]);
    expect([code, out, err]).toEqual([2, '', expect.stringMatching(message)]);
  });

  test('--help fits a terminal and has an example', async () => {
    const { code, out } = await runCommand(register, ['history', '--help']);
    expect([code, out.includes('Example:'), wideLines(out)]).toEqual([0, true, []]);
  });
});
