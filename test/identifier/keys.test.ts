import { describe, expect, it } from 'vitest';
import { readAtprotoHandle } from '../../src/identifier/atproto.js';
import { decodeNpub } from '../../src/identifier/bech32.js';
import { readDid } from '../../src/identifier/did.js';
import { foldRfc1459 } from '../../src/identifier/irc.js';
import { base64urlFromUuid, readWireClient, uuidFromBase64url } from '../../src/identifier/wire.js';

describe('npub', () => {
  const hex = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d';
  const npub = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6';

  it('is the key of NIP-19, checksum and all', () => {
    expect(Buffer.from(decodeNpub(npub) ?? []).toString('hex')).toBe(hex);
  });

  it('with any one character changed is none', () => {
    for (let at = 5; at < npub.length; at++) {
      const other = npub[at] === 'q' ? 'p' : 'q';
      expect(decodeNpub(npub.slice(0, at) + other + npub.slice(at + 1)), `at ${at}`).toBeNull();
    }
  });

  it.each([
    ['too short', npub.slice(0, -1)],
    ['a letter outside the alphabet', npub.replace('c', 'b')],
    ['another prefix', npub.replace('npub', 'note')],
  ])('%s is none', (_, text) => {
    expect(decodeNpub(text)).toBeNull();
  });
});

describe('Wire clients', () => {
  const uuid = '4af3df2e-5c01-422f-baa1-d75546b92aa7';

  it('write their user as a UUID or in base64url', () => {
    expect([uuidFromBase64url('SvPfLlwBQi-6oddVRrkqpw'), base64urlFromUuid(uuid)]).toEqual([
      uuid,
      'SvPfLlwBQi-6oddVRrkqpw',
    ]);
  });

  it.each([
    `${uuid}/04c7@a.example`,
    `${uuid.toUpperCase()}/04C7@A.Example`,
    'SvPfLlwBQi-6oddVRrkqpw/04c7@a.example',
    'wireapp://SvPfLlwBQi-6oddVRrkqpw!04c7@a.example',
    'wireapp://SvPfLlwBQi-6oddVRrkqpw%2104c7@a.example',
  ])('%s is one client', (text) => {
    expect(readWireClient(text)).toEqual({ ok: true, user: uuid, client: '04c7', host: 'a.example' });
  });

  it.each([
    ['a client that is not hex', `${uuid}/phone@a.example`],
    ['base64url with bits left over', 'SvPfLlwBQi-6oddVRrkqpx/04c7@a.example'],
    ['no client', `${uuid}@a.example`],
    ['no domain', `${uuid}/04c7@`],
  ])('%s is none', (_, text) => {
    expect(readWireClient(text).ok).toBe(false);
  });
});

describe('atproto handles', () => {
  it.each([
    ['Alice.Example.COM', { ok: true, handle: 'alice.example.com', resolvable: true }],
    ['a.b-c.t', { ok: true, handle: 'a.b-c.t', resolvable: true }],
    ['8.cn', { ok: true, handle: '8.cn', resolvable: true }],
    ['alice.test', { ok: true, handle: 'alice.test', resolvable: true }],
    ['alice.local', { ok: true, handle: 'alice.local', resolvable: false }],
    [`${'a'.repeat(63)}.com`, { ok: true, handle: `${'a'.repeat(63)}.com`, resolvable: true }],
  ])('%s', (text, expected) => {
    expect(readAtprotoHandle(text)).toEqual(expected);
  });

  it.each([
    'alice',
    'alice.',
    '.alice.com',
    'a..com',
    '-a.com',
    'a-.com',
    'a.1com',
    'a_b.com',
    'bücher.com',
    'a\u212A.com',
    `${'a'.repeat(64)}.com`,
    '127.0.0.1',
    '',
  ])('"%s" is none', (text) => {
    expect(readAtprotoHandle(text).ok).toBe(false);
  });
});

describe('DIDs', () => {
  it.each(['did:plc:ewvi7nxzyoun6zhxrhs64oiz', 'did:web:a.example%3A8443', 'did:key:z6Mk', 'did:a:::b'])(
    '%s',
    (did) => {
      expect(readDid(did).ok).toBe(true);
    },
  );

  it.each([
    'did:plc',
    'did:plc:',
    'did:web:a.example:',
    'DID:web:a',
    'did:WEB:a',
    'did:web:a#k',
    'did:web:a/b',
    'did:web:a%',
    'did:web:a%2',
    `did:x:${'a'.repeat(2048)}`,
  ])('%.30s is none', (did) => {
    expect(readDid(did).ok).toBe(false);
  });
});

it('rfc1459 folds the four characters that Scandinavian terminals drew as letters', () => {
  expect(foldRfc1459('Juliet[]\\~{}|^Ä')).toBe('juliet{}|^{}|^Ä');
});
