import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/cli/publish/action.js';
import { register } from '../../src/cli/publish/command.js';
import { proofToken, signSdStatement, signStatement, verifyStatement } from '../../src/verify/index.js';
import { ALICE, claims, header, MALLORY, NOW, NOW_SECONDS, token } from '../verify/support/tokens.js';
import { runCommand, wideLines } from './support/run-command.js';

const SUB = 'mimi://a.example/u/alice';
const GITHUB = 'https://github.com/alice';
const DIARY = 'https://diary.example/';
const input = {
  key: ALICE.privateJwk,
  sub: SUB,
  accounts: [GITHUB, DIARY, 'gopher://old.example/'],
  now: NOW,
};
let folder = '';
let key = '';

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-publish-'));
  key = await file('alice.jwk', JSON.stringify(ALICE.privateJwk));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const publish = (statement: string, ...argv: string[]) =>
  runCommand(register, ['publish', '--key', key, '--statement', statement, ...argv]);

async function plan(statement: string, ...argv: string[]): Promise<Plan> {
  const { code, out, err } = await publish(statement, '--json', ...argv);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Plan;
}

async function named(text: string | undefined): Promise<readonly string[]> {
  const result = await verifyStatement(text ?? '', { now: NOW });
  if (!result.ok) throw new Error(result.message);
  return [...result.statement.accounts, ...result.statement.unsupported].map((account) => account.uri);
}

describe('crossproof publish', () => {
  test('says for the provider and each account what to put where', async () => {
    const text = await signStatement(input);
    const { accounts, unsupported, ...rest } = await plan(await file('a.jwt', text));
    expect(rest).toEqual({ key: ALICE.thumbprint, subject: SUB, expired: false, hidden: 0 });
    expect(accounts.map(({ account, token: own }) => [account, own])).toEqual(
      [SUB, GITHUB, DIARY].map((uri) => [uri, proofToken(ALICE.thumbprint, uri)]),
    );
    expect(unsupported).toMatchObject([{ account: 'gopher://old.example/' }]);
    for (const { steps, token: own } of accounts) {
      expect(steps.length).toBeGreaterThan(0);
      const values = steps.map((step) => step.value);
      expect(values.every((value) => value.includes(text) || value.includes(own))).toBe(true);
    }
  });

  test('gives each place of an SD-JWT a presentation that names its own account only', async () => {
    const { full } = await signSdStatement(input);
    const statement = await file('a.sd-jwt', `${full}\n`);
    const { accounts } = await plan(statement);
    for (const { account, presentation } of accounts) {
      expect(await named(presentation)).toEqual(account === SUB ? [] : [account]);
    }
    const revealed = await plan(statement, '--reveal', 'https://GitHub.com/alice');
    expect(await named(revealed.accounts[0]?.presentation)).toEqual([GITHUB]);
  });

  test('never prints the disclosure of one account for another', async () => {
    const { full } = await signSdStatement(input);
    const { accounts } = await plan(await file('a.sd-jwt', full));
    const [, ofGithub, ofDiary] = accounts;
    const diary = ofDiary?.presentation?.split('~')[1] ?? 'none';
    expect(JSON.stringify(ofDiary)).toContain(diary);
    expect(JSON.stringify([accounts[0], ofGithub])).not.toContain(diary);
  });

  test('for a person, fits a terminal but for the values to copy', async () => {
    const text = await signStatement(input);
    const { code, out } = await publish(await file('a.jwt', text));
    expect(code).toBe(0);
    expect(wideLines(out)).toEqual([]);
    expect(out.split('\n')).toContain(text);
    expect(out.split('\n')).toContain(proofToken(ALICE.thumbprint, GITHUB));
    expect(out).toContain('Nothing to do: nothing can read it');
  });

  test('keeps every address in one piece', async () => {
    const sub = `mimi://a.example/u/${'alice.'.repeat(12)}`;
    const site = `https://alice.example/wiki/User:${'a/'.repeat(30)}`;
    const text = await signStatement({ ...input, sub, accounts: [site, 'https://short.example/me'] });
    const { out } = await publish(await file('a.jwt', text));
    const document = `https://a.example/.well-known/cross-signing?resource=${encodeURIComponent(sub)}`;
    const lines = out.split('\n');
    expect([lines, lines]).toEqual([expect.arrayContaining([document]), expect.arrayContaining([site])]);
    expect(wideLines(out)).toEqual([`${sub} (MIMI provider)`, `${site} (Website)`]);
    expect(out).toContain('or the head of the page https://short.example/me: a script element');
  });

  test('says where a token alone would not do, and what hides', async () => {
    const { bare, full } = await signSdStatement(input);
    expect((await publish(await file('a.sd-jwt', full))).out).toContain('--reveal');
    expect((await publish(await file('b.sd-jwt', bare))).out).toContain('3 accounts are hidden');
  });

  test('warns of a statement whose time is over', async () => {
    const { out } = await publish(await file('a.jwt', token(header(), claims({ exp: NOW_SECONDS - 1 }))));
    expect(out).toContain('The time of this statement is over');
  });

  test('takes the public key as well', async () => {
    key = await file('public.jwk', JSON.stringify(ALICE.jwk));
    expect((await publish(await file('a.jwt', token()))).code).toBe(0);
  });

  test.each([
    [
      'signed by another key',
      token(header({}, MALLORY), claims({}, MALLORY), MALLORY),
      [],
      /signed by another key/,
    ],
    ['that is broken', token(header(), claims({ seq: 0 })), [], /no valid statement: "seq"/],
    ['that does not name what is to be revealed', token(), ['--reveal', DIARY], /does not name/],
  ])('refuses a statement %s', async (_, text, argv, message) => {
    const { code, out, err } = await publish(await file('a.jwt', text), ...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  test('--help fits a terminal and has an example', async () => {
    const { out } = await runCommand(register, ['publish', '--help']);
    expect(out).toContain('Example:');
    expect(wideLines(out)).toEqual([]);
  });
});
