import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Population } from '../../src/demo/population.js';
import { openStore } from '../../src/store/open-store.js';
import { cli, startCli } from '../support/cli.js';
import { accountsOf, honest, startWorld, type World } from '../support/world.js';

const SUBJECT = 'mimi://a.example/u/alice';
const folder = mkdtempSync(join(tmpdir(), 'crossproof-contract-'));
let world: World;
let hold: (() => void) | undefined;
beforeAll(async () => {
  const population = new Population();
  const now = new Date(Date.now() - 30 * 86_400_000);
  await honest(population, 'alice', { now });
  await honest(population, 'bob', { now, accounts: [] });
  population.show('mimi://a.example/u/carol', {});
  world = await startWorld(population, {
    sites: {
      'stuck.example': () => new Promise(() => hold?.()),
      'gone.example': () => ({ status: 500, headers: {}, body: '' }),
    },
  });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const flags = () => world.internet.flags;
const line = (text: string) => text.trim().split('\n').at(-1) ?? '';

describe('crossproof verify', () => {
  it('prints the report of the contract as JSON, progress on standard error, and ends with 0 for consistent', async () => {
    const { code, out, err } = await cli(['verify', SUBJECT, '--no-store', '--json', ...flags()]);
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(Object.keys(report)).toEqual([
      'subject',
      'generatedAt',
      'verdict',
      'score',
      'evidence',
      'prior',
      'anchored',
      'firstLook',
      'incomplete',
      'independentOperators',
      'takeoverThreshold',
      'identityKey',
      'statementExpiresAt',
      'keys',
      'operators',
      'accounts',
      'alerts',
    ]);
    expect(report.accounts.map((a: { account: string; state: string }) => [a.account, a.state])).toEqual(
      [SUBJECT, ...[...accountsOf('alice')].sort()].map((uri) => [uri, 'consistent']),
    );
    for (const uri of [SUBJECT, ...accountsOf('alice')]) expect(err).toContain(uri);
  });

  it('prints a report of at most 80 columns for a person, without control characters', async () => {
    const { code, out } = await cli(['verify', SUBJECT, '--no-store', ...flags()]);
    const lines = out.split('\n');
    expect([code, lines.filter((l) => [...l].length > 80), /[\0-\x09\x0b-\x1f\x7f]/.test(out)]).toEqual([
      0,
      [],
      false,
    ]);
    expect(out).toContain('✔ CONSISTENT');
  });

  it('ends with 1 when the verdict is another', async () => {
    const weak = await cli(['verify', 'mimi://a.example/u/bob', '--no-store', '--json', ...flags()]);
    const none = await cli(['verify', 'mimi://a.example/u/carol', '--no-store', '--json', ...flags()]);
    expect([weak.code, JSON.parse(weak.out).verdict, none.code, JSON.parse(none.out).verdict]).toEqual([
      1,
      'weak',
      1,
      'none',
    ]);
  });

  it('takes a subject in any form that maps to one', async () => {
    const { code, out } = await cli(['verify', 'xmpp:alice@a.example', '--no-store', '--json', ...flags()]);
    expect([code, JSON.parse(out).subject]).toEqual([0, SUBJECT]);
  });

  it('ends with 2 and one line when nothing at all could be read', async () => {
    const { code, err } = await cli([
      'verify',
      'mimi://gone.example/u/alice',
      '--no-store',
      '--max-time',
      '2',
      ...flags(),
    ]);
    expect([code, line(err)]).toEqual([
      2,
      'crossproof: mimi://gone.example/u/alice: nothing at all could be read, so there is no new verdict',
    ]);
  });

  it('ends with 2 for a provider that does not exist', async () => {
    const { code, err } = await cli([
      'verify',
      'mimi://nowhere.example/u/alice',
      '--no-store',
      '--max-time',
      '5',
      ...flags(),
    ]);
    expect([code, /nothing at all could be read/.test(line(err)), /\n\s+at /.test(err)]).toEqual([
      2,
      true,
      false,
    ]);
  });

  it.each([
    ['a subject that is none', ['verify', 'not an identifier']],
    ['a subject of the wrong kind', ['verify', 'mimi://a.example/r/room']],
    ['no subject', ['verify']],
    ['an account that is no URI', ['verify', SUBJECT, '--account', 'alice']],
    ['a pin that is no thumbprint', ['verify', SUBJECT, '--pin', 'abc']],
    ['an unknown flag', ['verify', SUBJECT, '--colour']],
    ['an unknown command', ['verfy', SUBJECT]],
    ['a CA file that is not there', ['verify', SUBJECT, '--cacert', join(folder, 'none.pem')]],
    ['a time that is no number', ['verify', SUBJECT, '--max-time', 'soon']],
    ['a store in a place that cannot be', ['verify', SUBJECT, '--store', '/dev/null/store']],
    ['a store of a kind not kept yet', ['verify', SUBJECT, '--store', 'postgres://127.0.0.1/x']],
  ])('ends with 2 and says what is wrong: %s', async (_what, args) => {
    const { code, out, err } = await cli(args);
    expect([code, out, /\n\s+at /.test(err), err.startsWith('crossproof: ')]).toEqual([2, '', false, true]);
  });

  it('says in one line that a store is damaged, and works with --no-store', async () => {
    const store = join(folder, 'damaged.sqlite');
    writeFileSync(store, 'this is no database, whatever its name says. '.repeat(200));
    const { code, out, err } = await cli(['verify', SUBJECT, '--store', store, ...flags()]);
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
  });

  it('keeps what it saw, and remembers it the next time', async () => {
    const store = join(folder, 'kept.sqlite');
    const first = await cli(['verify', SUBJECT, '--store', store, '--json', ...flags()]);
    const second = await cli(['verify', SUBJECT, '--store', store, '--json', ...flags()]);
    expect([JSON.parse(first.out).firstLook, JSON.parse(second.out).firstLook]).toEqual([true, false]);
  });

  it('ends with 130 after Ctrl-C, and what was read is kept', async () => {
    const store = join(folder, 'stopped.sqlite');
    const args = ['verify', SUBJECT, '--account', 'https://stuck.example/', '--store', store, ...flags()];
    const running = startCli(args);
    await running.saw('https://github.com/alice');
    running.child.kill('SIGINT');
    const { code, err } = await running.ended;
    const kept = await openStore(store);
    const [verification] = await kept.verifications(SUBJECT);
    await kept.close();
    expect([code, line(err)]).toEqual([130, 'crossproof: stopped; what was read is kept']);
    expect(verification?.readings.map((r) => r.account)).toEqual(
      expect.arrayContaining([SUBJECT, 'https://github.com/alice']),
    );
  });

  it('loses nothing that it told of when it is killed, and leaves a store that opens', async () => {
    const store = join(folder, 'killed.sqlite');
    const args = ['verify', SUBJECT, '--account', 'https://stuck.example/', '--store', store, ...flags()];
    const running = startCli(args);
    await running.saw('https://github.com/alice');
    running.child.kill('SIGKILL');
    const { err } = await running.ended;
    const told = [...err.matchAll(/^\[\d+\/\d+\] (\S+) {2}/gm)].map((m) => m[1]);
    const kept = await openStore(store);
    const [verification] = await kept.verifications(SUBJECT);
    await kept.close();
    const accounts = verification?.readings.map((r) => r.account) ?? [];
    expect([told.length > 0, told.filter((uri) => !accounts.includes(uri as string))]).toEqual([true, []]);
  });
});

describe('crossproof', () => {
  it('is a process with the same answers and exit codes', async () => {
    const yes = await startCli(['verify', SUBJECT, '--no-store', '--json', ...flags()]).ended;
    const wrong = await startCli(['verify', 'not an identifier']).ended;
    expect([
      yes.code,
      JSON.parse(yes.out).verdict,
      wrong.code,
      wrong.out,
      wrong.err.split('\n').length,
    ]).toEqual([0, 'consistent', 2, '', 2]);
  });

  it('has --help with an example for every command', async () => {
    for (const command of ['verify', 'score', 'inspect', 'id', 'keygen', 'sign', 'publish', 'demo']) {
      const { code, out } = await cli([command, '--help']);
      const wide = out.split('\n').filter((l) => l.length > 80);
      expect([command, code, /Examples?:/.test(out), wide]).toEqual([command, 0, true, []]);
    }
  });

  it('says in one line that nothing is asked, and ends with 2', async () => {
    const { code, err } = await cli([]);
    expect([code, err]).toEqual([2, 'crossproof: no command given (see --help)\n']);
  });
});
