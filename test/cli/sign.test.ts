import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { register } from '../../src/cli/sign/command.js';
import { type Statement, statementDigest, verifyStatement } from '../../src/verify/index.js';
import { ALICE, claims, header, MALLORY, NOW, NOW_SECONDS, token } from '../verify/support/tokens.js';
import { type Outcome, runCommand, wideLines } from './support/run-command.js';

const SUB = 'mimi://a.example/u/alice';
let folder = '';
let key = '';

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-sign-'));
  key = await file('alice.jwk', JSON.stringify(ALICE.privateJwk));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sign = (...argv: string[]): Promise<Outcome> => runCommand(register, ['sign', '--key', key, ...argv]);

async function held(outcome: Outcome): Promise<Statement> {
  expect(outcome.code, outcome.err).toBe(0);
  const result = await verifyStatement(outcome.out.trim(), { now: NOW });
  if (!result.ok) throw new Error(result.message);
  return result.statement;
}

describe('crossproof sign', () => {
  test('prints a statement that names the accounts, for a year', async () => {
    const outcome = await sign(
      '--sub',
      SUB,
      '--account',
      'https://github.com/Alice',
      '--account',
      'https://diary.example',
    );
    const statement = await held(outcome);
    expect(outcome.out.split('\n')).toHaveLength(2);
    expect(statement).toMatchObject({
      form: 'jwt',
      sub: SUB,
      seq: NOW_SECONDS,
      exp: NOW_SECONDS + 365 * 86_400,
    });
    expect(statement.accounts.map((account) => account.uri)).toEqual([
      'https://github.com/alice',
      'https://diary.example/',
    ]);
  });

  test('takes every flag of the contract', async () => {
    const prev = await file('prev.jwt', `${token()}\n`);
    const next = await file('next.jwk', JSON.stringify(MALLORY.privateJwk));
    const outcome = await sign(
      ...[
        '--sub',
        SUB,
        '--account',
        'https://diary.example/',
        '--revoke',
        'https://old.example/',
        ALICE.thumbprint,
      ],
      ...['--seq', '9', '--days', '30', '--prev', prev, '--next-key', next, '--sd'],
    );
    expect(await held(outcome)).toMatchObject({
      form: 'sd-jwt',
      seq: 9,
      exp: NOW_SECONDS + 30 * 86_400,
      prev: statementDigest(token()),
      next: [MALLORY.thumbprint],
      revoked: ['https://old.example/'],
      endsKey: true,
      disclosed: ['https://diary.example/'],
    });
  });

  test('--json prints what was signed', async () => {
    const { out } = await sign('--sub', SUB, '--json');
    const printed = JSON.parse(out) as Record<string, unknown>;
    expect(printed).toEqual({
      statement: expect.any(String),
      digest: statementDigest(String(printed.statement)),
      key: ALICE.thumbprint,
      subject: SUB,
      seq: NOW_SECONDS,
      issuedAt: '2026-11-21T12:00:00.000Z',
      expiresAt: '2027-11-21T12:00:00.000Z',
      accounts: [],
      revoked: [],
    });
  });

  test('notes the subject in the key file, says so, and refuses another', async () => {
    await chmod(key, 0o644);
    const first = await sign('--sub', SUB);
    expect(first).toMatchObject({
      code: 0,
      err: `crossproof: noted in ${key}: this key speaks for ${SUB}\n`,
    });
    expect(JSON.parse(await readFile(key, 'utf8'))).toEqual({ ...ALICE.privateJwk, sub: SUB });
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['alice.jwk']);
    expect(await sign('--sub', SUB)).toMatchObject({ code: 0, err: '' });
    expect(await sign('--sub', 'mimi://a.example/u/bob')).toEqual({
      code: 2,
      out: '',
      err: `${key}: this key speaks for ${SUB}; another subject needs a key of its own\n`,
    });
  });

  test('of many at once for different subjects, one speaks and the others are refused', async () => {
    const subjects = Array.from({ length: 8 }, (_, n) => `mimi://a.example/u/user${n}`);
    // What the file system's clock says: by one that is ahead of it each would find the others' files left behind.
    const now = new Date();
    const outcomes = await Promise.all(
      subjects.map((sub) => runCommand(register, ['sign', '--key', key, '--sub', sub], '', now)),
    );
    const { sub } = JSON.parse(await readFile(key, 'utf8'));
    expect(subjects).toContain(sub);
    expect(outcomes.map(({ code, out }) => [code, out !== ''])).toEqual(
      subjects.map((subject) => (subject === sub ? [0, true] : [2, false])),
    );
    expect(await readdir(folder)).toEqual(['alice.jwk']);
  });

  test('a note that was cut off does not stop the next one', async () => {
    const left = await file('.alice.jwk.crossproof-new', '{"kty":');
    await utimes(left, NOW_SECONDS - 60, NOW_SECONDS - 60);
    expect(await sign('--sub', SUB)).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(key, 'utf8')).sub).toBe(SUB);
    expect(await readdir(folder)).toEqual(['alice.jwk']);
  });

  test('a key file that only its owner may read, and that begins with a byte order mark, stays read-only', async () => {
    await writeFile(key, `\uFEFF${JSON.stringify(ALICE.privateJwk)}`);
    await chmod(key, 0o400);
    expect(await sign('--sub', SUB)).toMatchObject({ code: 0 });
    expect((await stat(key)).mode & 0o777).toBe(0o400);
  });

  test('--no-note leaves the key file alone', async () => {
    const before = await readFile(key, 'utf8');
    expect(await sign('--sub', SUB, '--no-note')).toMatchObject({ code: 0, err: '' });
    expect(await readFile(key, 'utf8')).toBe(before);
  });

  test('warns where the subject cannot be noted, and signs all the same', async () => {
    const outcome = await runCommand(
      register,
      ['sign', '--key', '-', '--sub', SUB],
      JSON.stringify(ALICE.privateJwk),
    );
    expect(outcome.err).toBe(
      'crossproof: the subject could not be noted in -: use this key for no other subject\n',
    );
    await held(outcome);
  });

  test('warns of an account that nothing can read, and names it all the same', async () => {
    const outcome = await sign('--sub', SUB, '--account', 'gopher://old.example/', '--no-note');
    expect((await held(outcome)).unsupported).toMatchObject([{ uri: 'gopher://old.example/' }]);
    expect(outcome.err).toMatch(
      /^crossproof: "gopher:\/\/old\.example\/" is named, but nothing can read it: .*\n$/,
    );
  });

  test('a warning repeats the beginning of a long account, and nothing that a terminal obeys', async () => {
    const { err } = await sign('--sub', SUB, '--no-note', '--account', `\u009b31m\u202e${'x'.repeat(9_000)}`);
    expect(err).toMatch(
      /^crossproof: "\uFFFD31m\uFFFDx{195}…" is named, but nothing can read it: .{1,300}\n$/,
    );
  });

  test('two statements of one second differ in seq', async () => {
    const prev = await file('prev.jwt', token(header(), claims({ iat: NOW_SECONDS, seq: NOW_SECONDS })));
    const { seq, iat } = await held(await sign('--sub', SUB, '--prev', prev));
    expect([seq, iat]).toEqual([NOW_SECONDS + 1, NOW_SECONDS + 1]);
  });

  test('continues another key, and warns where that one did not announce it', async () => {
    const announcing = claims({ keys: [{ jwk: ALICE.jwk, role: 'next' }] }, MALLORY);
    const good = await file('good.jwt', token(header({}, MALLORY), announcing, MALLORY));
    const bad = await file('bad.jwt', token(header({}, MALLORY), claims({}, MALLORY), MALLORY));
    expect((await sign('--sub', SUB, '--no-note', '--prev', good)).err).toBe('');
    expect((await sign('--sub', SUB, '--no-note', '--prev', bad)).err).toContain('discontinuity');
  });

  test.each([
    ['a key file that is not there', ['--key', 'nowhere.jwk', '--sub', SUB], /^nowhere\.jwk: no such file$/],
    ['a sub that is no MIMI URI', ['--sub', 'alice@a.example'], /^--sub: "sub" is no MIMI URI/],
    ['days that are no number', ['--sub', SUB, '--days', 'many'], /^--days: not a whole number$/],
    ['too many days', ['--sub', SUB, '--days', '401'], /^--days: .*1 to 400$/],
    ['a seq below one', ['--sub', SUB, '--seq', '-1'], /^--seq: not a whole number$/],
    ['a seq in the future', ['--sub', SUB, '--seq', String(NOW_SECONDS + 5)], /^--seq: seq is an integer/],
    [
      'an account both named and revoked',
      ['--sub', SUB, '--account', 'https://b.example', '--revoke', 'https://b.example/'],
      /^--revoke: https/,
    ],
    [
      '257 accounts',
      ['--sub', SUB, '--account', ...Array.from({ length: 257 }, (_, n) => `https://s${n}.example/`)],
      /^--account: more than 256/,
    ],
  ])('%s is one line on standard error', async (_, argv, message) => {
    const { code, out, err } = await sign(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  test.each([
    ['no JSON', 'x', /not valid JSON/],
    ['a list', '[]', /not a JSON object/],
    ['a public key', JSON.stringify(ALICE.jwk), /no private key in it/],
    ['a key of another type', '{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"}', /no identity key/],
    [
      'half of another key',
      JSON.stringify({ ...ALICE.privateJwk, d: MALLORY.privateJwk.d }),
      /public half|not hold/,
    ],
  ])('a key file that holds %s is one line on standard error', async (_, text, message) => {
    key = await file('other.jwk', text);
    const { code, out, err } = await sign('--sub', SUB);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).toContain(key);
  });

  test.each([
    [
      'of another subject',
      claims({ sub: 'mimi://a.example/u/bob' }),
      /speaks for mimi:\/\/a\.example\/u\/bob/,
    ],
    ['of a later seq', claims({ seq: 9, iat: NOW_SECONDS }), /its seq is 9/],
    ['that is broken', claims({ seq: 0 }), /no valid statement/],
  ])('--prev %s is refused', async (_, payload, message) => {
    const prev = await file('prev.jwt', token(header(), payload));
    const { code, err } = await sign('--sub', SUB, '--seq', '8', '--prev', prev);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('--help fits a terminal and has an example', async () => {
    const { code, out } = await runCommand(register, ['sign', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Example:');
    expect(wideLines(out)).toEqual([]);
  });
});
