import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { register } from '../../src/cli/inspect/command.js';
import { html, json, site } from '../../src/demo/answers.js';
import { type Internet, startInternet } from '../../src/demo/internet.js';
import { proofToken } from '../../src/verify/index.js';
import { ALICE, claims, header, MALLORY, NOW_SECONDS, token } from '../verify/support/tokens.js';
import { runCommand } from './support/run-command.js';

const GOOD = token();
const BROKEN = token(header(), claims({ seq: 0 }));
const EXPIRED = token(header(), claims({ exp: NOW_SECONDS - 1 }));
const PLAIN = token({ alg: 'EdDSA', typ: 'JWT' }, { iss: 'https://issuer.example' });
let folder = '';

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-inspect-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inspect = (argv: readonly string[], stdin = '') => runCommand(register, ['inspect', ...argv], stdin);

describe('crossproof inspect URL', () => {
  let internet: Internet;
  beforeEach(async () => {
    const keyUri = ALICE.thumbprint;
    internet = await startInternet({
      sites: {
        'alice.example': site({
          '/': html(`<p>my proof: ${proofToken(keyUri, 'https://alice.example/')}</p>`),
          '/.well-known/cross-signing': json({ statements: [GOOD, EXPIRED] }),
        }),
      },
    });
  });
  afterEach(() => internet.close());

  test('reads a well-known document over TLS', async () => {
    const url = 'https://alice.example/.well-known/cross-signing';
    const { code, out, err } = await inspect(['--json', ...internet.flags, url]);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      source: url,
      claims: [
        { status: 'verified', where: '/statements/0' },
        { status: 'expired', where: '/statements/1' },
      ],
    });
  });

  test('checks a proof token with the key and the account of the page', async () => {
    const key = await file('alice.jwk', JSON.stringify(ALICE.jwk));
    const argv = ['--json', ...internet.flags, 'https://alice.example/'];
    expect((await inspect(argv)).code).toBe(1);
    const { code, out } = await inspect(['--key', key, ...argv]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      claims: [{ container: 'proof-token', issuer: ALICE.thumbprint, accounts: ['https://alice.example/'] }],
    });
  });

  test('says so where there is nothing to read', async () => {
    const { code, err } = await inspect([...internet.flags, 'https://alice.example/nothing']);
    expect([code, err]).toEqual([2, 'https://alice.example/nothing: not there (status 404)\n']);
  });
});

describe('crossproof inspect', () => {
  test('--json prints the claims as the contract says', async () => {
    const path = await file('page.html', `<p>${GOOD}</p>`);
    const { code, out } = await inspect(['--json', path]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      source: path,
      claims: [
        {
          container: 'jwt',
          type: 'application/cross-signing+jwt',
          status: 'verified',
          reason: 'Signature and claims hold.',
          issuer: ALICE.thumbprint,
          subject: 'mimi://a.example/u/alice',
          keys: [ALICE.thumbprint],
          accounts: ['https://github.com/alice'],
          issuedAt: '2026-11-21T11:00:00.000Z',
          expiresAt: '2026-11-22T12:00:00.000Z',
          where: 'line 1',
        },
      ],
    });
  });

  test.each([
    ['one holds', GOOD, 0],
    ['one holds and one is broken', `${GOOD}\n${BROKEN}`, 1],
    ['one holds and one is past its time', `${GOOD}\n${EXPIRED}`, 0],
    ['none holds', EXPIRED, 1],
    ['one cannot be verified', PLAIN, 1],
    ['there is none', 'hello', 1],
    ['there is nothing', '', 1],
  ])('exits as grep does where %s', async (_, text, code) => {
    expect((await inspect(['-'], text)).code).toBe(code);
  });

  test('--key verifies claims that carry no key', async () => {
    const key = await file('alice.jwk', JSON.stringify(ALICE.privateJwk));
    const other = await file('mallory.jwk', JSON.stringify({ keys: [MALLORY.jwk] }));
    expect((await inspect(['--key', key, '-'], PLAIN)).code).toBe(0);
    expect((await inspect(['--key', other, '-'], PLAIN)).code).toBe(1);
  });

  test('--jsonl answers line by line, faults and blank lines included', async () => {
    const lines = [JSON.stringify(GOOD), '', 'x', '7', JSON.stringify(BROKEN), JSON.stringify('none')];
    const { code, out } = await inspect(['--jsonl'], `${lines.join('\n')}\n`);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: string; error?: string; claims: { status: string }[] });
    expect(code).toBe(1);
    expect(
      answers.map(({ source, error, claims: found }) => [source, error, found.map((one) => one.status)]),
    ).toEqual([
      ['line 1', undefined, ['verified']],
      ['line 2', 'not a JSON string', []],
      ['line 3', 'not a JSON string', []],
      ['line 4', 'not a JSON string', []],
      ['line 5', undefined, ['broken']],
      ['line 6', undefined, []],
    ]);
    const path = await file('good.jsonl', `${JSON.stringify(GOOD)}\n`);
    expect((await inspect(['--jsonl', path])).code).toBe(0);
  });

  test('for a person, fits a terminal whatever a stranger wrote', async () => {
    const long = `https://diary.example/${'a'.repeat(300)}`;
    const sneaky = token({ alg: 'EdDSA' }, { iss: '\u001B[2J\u202Eevil', sub: 'x'.repeat(200) });
    const many = Array.from({ length: 60 }, (_, n) => `https://site${n}.example/`);
    const text = [token(header(), claims({ also_known_as: [long, ...many] })), sneaky, BROKEN].join(' ');
    const { out } = await inspect(['-'], text);
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    expect(out).toContain('✔ verified: jwt');
    expect(out).toContain('✘ broken: jwt');
    expect(out).toContain('and 41 more accounts');
    expect(out).toContain('\uFFFD[2J\uFFFDevil');
  });

  test('says so where there is nothing', async () => {
    expect(await inspect(['-'], 'hello')).toEqual({ code: 1, out: '-: no signed claims\n', err: '' });
  });

  test.each([
    ['no source', [], /say which file or URL/],
    ['a file that is not there', ['nowhere.jwt'], /^nowhere\.jwt: no such file$/],
    ['a folder', ['.'], /^\.: it is a directory$/],
    ['a key file that is not there', ['--key', 'nowhere.jwk', '-'], /^nowhere\.jwk: no such file$/],
    ['a key that cannot verify', ['--key', '-', '-'], /no key to trust/],
    ['plain http', ['http://a.example/'], /^http:\/\/a\.example\/: /],
    ['an address that is not public', ['https://127.0.0.1/'], /^https:\/\/127\.0\.0\.1\/: /],
  ])('%s is one line on standard error', async (_, argv, message) => {
    const { code, out, err } = await inspect(argv, '{"kty":"oct","k":"AAAA"}');
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  test('--help has an example', async () => {
    const { out } = await runCommand(register, ['inspect', '--help']);
    expect(out).toContain('Example:');
  });
});

test('of a server’s signed report it says what that concludes, when, and of which account what', async () => {
  const report = {
    verdict: 'conflicting',
    generatedAt: '2026-11-20T10:00:00.000Z',
    accounts: [
      { account: 'https://alice.example/', state: 'consistent' },
      { account: 'acct:alice@old.example', state: 'conflicting' },
    ],
    omitted: { accounts: 254, keys: 0, names: 0 },
  };
  const jws = token(
    { alg: 'EdDSA', typ: 'crossproof-report+jwt' },
    { iss: 'https://id.example', sub: 'mimi://a.example/u/alice', iat: NOW_SECONDS, report },
  );
  const { out } = await inspect([await file('report.jwt', jws)]);
  expect(out.split('\n').filter((line) => /^ {2}(says|names|It leaves)/.test(line))).toEqual([
    '  says       conflicting, as seen on 2026-11-20T10:00:00.000Z',
    '  names      https://alice.example/ (consistent)',
    '  names      acct:alice@old.example (conflicting)',
    '  It leaves out 254 accounts, which its server has.',
  ]);
});
