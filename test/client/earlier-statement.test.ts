import { describe, expect, it } from 'vitest';
import { readEarlier, StatementFileError } from '../../src/client/earlier-statement.js';
import {
  generateIdentityKey,
  type StatementInput,
  signSdStatement,
  signStatement,
  statementDigest,
  thumbprintUri,
} from '../../src/verify/index.js';
import { IDENTITY_ALGORITHMS } from '../../src/verify/keys/private-key.js';
import { NOON } from '../support/frozen-clock.js';

const SUBJECT = 'mimi://a.example/u/alice';
const GITHUB = 'https://github.com/alice';
const now = new Date(NOON);
const seconds = now.getTime() / 1000;

async function statement(more: Partial<StatementInput> = {}): Promise<string> {
  const key = more.key ?? (await generateIdentityKey('EdDSA'));
  return signStatement({ key, sub: SUBJECT, accounts: [GITHUB], now, ...more });
}

const refusalOf = (text: string): Promise<unknown> =>
  readEarlier(text).then(
    () => 'read',
    (error: unknown) => (error instanceof StatementFileError ? error.message : error),
  );

describe('the statement that another one follows', () => {
  it.each(IDENTITY_ALGORITHMS)('is read as the command signed it, with a key of %s', async (alg) => {
    const key = await generateIdentityKey(alg);
    const { d: _, ...half } = await generateIdentityKey('EdDSA');
    const text = await statement({
      ...{ key, revoked: ['https://old.example/'], days: 30, keys: [{ jwk: half, role: 'next' }] },
    });
    expect(await readEarlier(`${text}\n`)).toEqual({
      subject: SUBJECT,
      accounts: [GITHUB],
      revoked: ['https://old.example/'],
      keys: [{ jwk: { crv: half.crv, kty: half.kty, x: half.x }, role: 'next' }],
      seq: seconds,
      iat: seconds,
      exp: seconds + 30 * 86_400,
      digest: statementDigest(text),
      signer: thumbprintUri(key),
    });
  });

  it('is refused in words where it is none, is not whole, or has no follower', async () => {
    const key = await generateIdentityKey('EdDSA');
    const text = await statement({ key });
    const [head, body, end] = text.split('.');
    const [, otherBody] = (await statement()).split('.');
    const none = /^It is no statement/;
    const broken = /^Its signature does not hold/;
    const refusals: readonly (readonly [string, RegExp])[] = [
      ['', none],
      ['{}', none],
      [JSON.stringify(key), none],
      [`${head}.${body}`, broken],
      [`${text}.${end}`, none],
      [`${head}.${body}.%`, none],
      [text.slice(0, -6), broken],
      [`${head}.${otherBody}.${end}`, broken],
      [(await signSdStatement({ key, sub: SUBJECT, accounts: [GITHUB], now })).full, /sign --sd --prev/],
      [await statement({ key, revoked: [thumbprintUri(key)] }), /^It ended its key/],
    ];
    const said = await Promise.all(refusals.map(([file]) => refusalOf(file)));
    expect(said).toEqual(refusals.map(([, words]) => expect.stringMatching(words)));
  });
});
