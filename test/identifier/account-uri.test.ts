import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeAccountUri } from '../../src/identifier/index.js';

const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6';

/** The whole answer; parts that are not given are null. */
const account = (scheme: string, uri: string, parts: object) => ({
  ok: true,
  uri,
  scheme,
  host: null,
  user: null,
  path: null,
  query: null,
  ...parts,
});

describe('normalizeAccountUri knows every scheme of the profile', () => {
  it.each([
    [
      'MIMI://A.Example/u/alice',
      account('mimi', 'mimi://a.example/u/alice', { host: 'a.example', user: 'alice', path: '/u/alice' }),
    ],
    [
      'mimi://a.example/r/club',
      account('mimi', 'mimi://a.example/r/club', { host: 'a.example', path: '/r/club' }),
    ],
    ['https://A.Example', account('https', 'https://a.example/', { host: 'a.example', path: '/' })],
    [
      'HTTPS://a.example/%7Ealice/',
      account('https', 'https://a.example/~alice/', { host: 'a.example', path: '/~alice/' }),
    ],
    ['acct:Alice@A.Example', account('acct', 'acct:Alice@a.example', { host: 'a.example', user: 'Alice' })],
    [
      'acct:al%40b%2d@a.example',
      account('acct', 'acct:al%40b-@a.example', { host: 'a.example', user: 'al@b-' }),
    ],
    ['xmpp:Alice@A.Example', account('xmpp', 'xmpp:alice@a.example', { host: 'a.example', user: 'alice' })],
    [
      'xmpp:d%5c27a@a.example',
      account('xmpp', 'xmpp:d%5C27a@a.example', { host: 'a.example', user: 'd\\27a' }),
    ],
    [
      'xmpp:alice@a.example?message',
      account('xmpp', 'xmpp:alice@a.example', { host: 'a.example', user: 'alice' }),
    ],
    [
      'SIP:%61lice@A.Example;transport-x=1',
      account('sip', 'sip:alice@a.example', { host: 'a.example', user: 'alice' }),
    ],
    [
      'irc://A.Example/Alice,isuser',
      account('irc', 'irc://a.example/alice,isuser', { host: 'a.example', user: 'alice' }),
    ],
    [
      'irc://a.example/al%5bx%5d,isnick',
      account('irc', 'irc://a.example/al%7Bx%7D,isuser', { host: 'a.example', user: 'al{x}' }),
    ],
    [
      'matrix:u/alice:A.Example',
      account('matrix', 'matrix:u/alice:a.example', { host: 'a.example', user: 'alice' }),
    ],
    [
      'matrix:user/a/b:a.example?x',
      account('matrix', 'matrix:u/a%2Fb:a.example', { host: 'a.example', user: 'a/b' }),
    ],
    ['did:web:a.example', account('did', 'did:web:a.example', {})],
    ['DNS:A.Example.', account('dns', 'dns:a.example', { host: 'a.example' })],
    [`nostr:${NPUB.toUpperCase()}`, account('nostr', `nostr:${NPUB}`, {})],
    [
      'mailto:Alice@A.Example',
      account('mailto', 'mailto:Alice@a.example', { host: 'a.example', user: 'Alice' }),
    ],
    [
      'mailto:%22alice%22@a.example',
      account('mailto', 'mailto:alice@a.example', { host: 'a.example', user: 'alice' }),
    ],
    [`openpgp4fpr:${'Ab'.repeat(20)}`, account('openpgp4fpr', `openpgp4fpr:${'ab'.repeat(20)}`, {})],
    [`OPENPGP4FPR:${'0f'.repeat(32)}`, account('openpgp4fpr', `openpgp4fpr:${'0f'.repeat(32)}`, {})],
    [
      `aspe:A.Example:${'abcdef'.repeat(4)}27`,
      account('aspe', `aspe:a.example:${'ABCDEF'.repeat(4)}27`, { host: 'a.example' }),
    ],
  ])('%s', (text, expected) => {
    expect(normalizeAccountUri(text)).toEqual(expected);
  });
});

describe('the URL of a profile has one spelling', () => {
  it.each([
    ['https://a.example/x/../y/./z', '/y/z', null],
    ['https://a.example/..//%2e%2E/x', '/x', null],
    ['https://a.example/a/..', '/', null],
    ['https://a.example/a%2fb%7e', '/a%2Fb~', null],
    ['https://a.example/zoë', '/zo%C3%AB', null],
    ['https://a.example/"|', '/%22%7C', null],
    ['https://a.example/@alice#posts', '/@alice', null],
    ['https://a.example/p?id=5&x=%7e', '/p', 'id=5&x=~'],
    ['https://a.example/p?', '/p', null],
  ])('%s', (text, path, query) => {
    expect(normalizeAccountUri(text)).toEqual(
      account('https', `https://a.example${path}`, { host: 'a.example', path, query }),
    );
  });

  it('which WHATWG URL reads as exactly that', () => {
    const part = fc.string({
      unit: fc.constantFrom(...'aZ0-._~!$&\'()*+,;=:@/?#%25%2E%2F%C3%BC[]^`{|}"<>ü'),
    });
    fc.assert(
      fc.property(part, (rest) => {
        const read = normalizeAccountUri(`https://a.example/${rest}`);
        if (read.ok) expect(new URL(read.uri).href).toBe(read.uri);
      }),
    );
  });
});

describe('normalizeAccountUri refuses, and gives the text back as it stood', () => {
  it.each([
    ['no scheme', 'alice@a.example', 'it is no URI: it has no scheme'],
    ['a scheme that names nobody', 'ftp://a.example/', 'no account is named by the scheme ftp:'],
    ['a scheme that objects inherit', 'constructor:x', 'no account is named by the scheme constructor:'],
    ['a scheme the profile does not list', 'sips:a@a.example', 'no account is named by the scheme sips:'],
    ['http', 'http://a.example/', 'no account is named by the scheme http:'],
    [
      'userinfo',
      'https://github.com@evil.example/u',
      'it has userinfo: what stands before the @ is not its host, evil.example is',
    ],
    [
      'empty userinfo',
      'https://@a.example/',
      'it has userinfo: what stands before the @ is not its host, a.example is',
    ],
    ['a port', 'https://a.example:8443/', 'an account URL has no port'],
    ['the default port', 'https://a.example:443/', 'an account URL has no port'],
    ['an IPv4 host', 'https://127.0.0.1/', 'the URL is refused: its host is an IP address or looks like one'],
    [
      'an IPv4 host in disguise',
      'https://0177.1/',
      'the URL is refused: its host is an IP address or looks like one',
    ],
    ['an IPv6 host', 'https://[::1]/', 'its host is an IP address'],
    ['a backslash', 'https://a.example\\@b.example/', 'the URL contains a backslash or a space'],
    ['one slash', 'https:/a.example/', 'the URL of a profile or a site begins with "https://"'],
    ['three slashes', 'https:///a.example/', 'the URL is refused: its host is empty'],
    [
      'a stray percent sign',
      'https://a.example/100%',
      'the URL is refused: it contains a stray percent sign',
    ],
    [
      'octets that are no UTF-8',
      'https://a.example/%FF',
      'the URL is refused: its percent-encoded octets are not UTF-8',
    ],
    ['a full JID', 'xmpp:alice@a.example/home', 'an XMPP account is a bare JID, xmpp:user@host'],
    ['a JID on an address', 'xmpp:alice@192.0.2.1', 'its domain is an IP address or no DNS name'],
    [
      'an xmpp URI with two parties',
      'xmpp://a@a.example/b@b.example',
      'an xmpp URI with an account in front names two parties',
    ],
    ['a SIP contact', 'sip:alice@a.example:5061', 'a SIP account is an address of record, sip:user@host'],
    ['a SIP host', 'sip:a.example', 'a SIP account is an address of record, sip:user@host'],
    ['a SIP password', 'sip:alice:x@a.example', 'a SIP account has no password'],
    ['an IRC channel', 'irc://a.example/chat', 'an IRC account is written irc://host/nick,isuser'],
    ['a Matrix room', 'matrix:r/chat:a.example', 'a Matrix account is written matrix:u/user:host'],
    [
      'a Matrix server with a port',
      'matrix:u/a:a.example:8448',
      'its server name is an IP address or has a port',
    ],
    [
      'mail to two',
      'mailto:a@a.example,b@b.example',
      'a mailto account is one mailbox, percent-encoded (RFC 6068)',
    ],
    [
      'mail with a subject',
      'mailto:a@a.example?subject=x',
      'a mailto account has neither header fields nor a fragment',
    ],
    ['a DID URL', 'did:web:a.example/x', 'it is not a DID: did:method:id'],
    ['a short fingerprint', 'openpgp4fpr:abcd', 'an OpenPGP fingerprint has 40 or 64 hex digits'],
    [
      'an npub with a wrong letter',
      `nostr:${NPUB.replace('80c', '80d')}`,
      'it is not an npub: wrong letters, length or checksum (NIP-19)',
    ],
    ['a secret key', 'nostr:nsec1x', 'this is a secret key: keep it, and do not give it to any program'],
    ['too much', `https://a.example/${'a'.repeat(2048)}`, 'an account URI has at most 2048 octets'],
    [
      'too much once encoded',
      `https://a.example/${'ü'.repeat(500)}`,
      'an account URL has at most 2048 octets',
    ],
  ])('%s', (_, text, message) => {
    expect(normalizeAccountUri(text)).toEqual({ ok: false, uri: text, message });
  });
});

describe('a normalised account URI is a fixed point', () => {
  it('for every text that is one', () => {
    const scheme = fc.constantFrom(
      'mimi://',
      'https://',
      'acct:',
      'xmpp:',
      'sip:',
      'irc://',
      'matrix:u/',
      'did:',
      'dns:',
      'mailto:',
    );
    const text = fc.array(
      fc.oneof(
        fc.constantFrom(
          '@a.example',
          ':a.example',
          'a.example',
          '/u/',
          '/',
          ',isuser',
          '%40',
          '%c3%bc',
          '%25',
          '?',
          '#',
          'ü',
          '"',
        ),
        fc.string({ unit: 'grapheme', maxLength: 4 }),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(scheme, text, (prefix, parts) => {
        const once = normalizeAccountUri(prefix + parts.join(''));
        if (once.ok) expect(normalizeAccountUri(once.uri)).toEqual({ ...once, query: null });
      }),
      { numRuns: 500 },
    );
  });
});
