import { describe, expect, it } from 'vitest';
import { readChannel, readIrcAccount, readIrcUrl, readNick } from '../../src/identifier/irc.js';
import { readAcct, readMailbox, readMailto } from '../../src/identifier/mailbox.js';
import { readMatrixId, readMatrixUri } from '../../src/identifier/matrix.js';
import { readSip } from '../../src/identifier/sip.js';

const LOCAL = 'the local-part is not one of RFC 5321';

describe('SIP URIs that RFC 3261 section 19.1.4 counts as equal have one spelling', () => {
  it.each([
    [['sip:%61lice@atlanta.example', 'SIP:alice@AtLanTa.example', 'sip:alice@atlanta.example;security=on']],
    [['sip:b.example;transport=TCP;maddr=192.0.2.1', 'sip:B.example;maddr=192.0.2.1;Transport=tcp']],
    [['sip:a@b.example?to=x%40y&subject=z', 'sip:a@b.example?subject=z&to=x%40y']],
    [['sip:a@[2001:db8::0:1]', 'sip:a@[2001:DB8::1]']],
  ])('%j', (uris) => {
    const spellings = uris.map((uri) => {
      const read = readSip(uri);
      return read.ok ? read.uri : read.message;
    });
    expect(new Set(spellings).size, spellings.join(' ')).toBe(1);
  });

  it('and those that it counts as different do not', () => {
    const uris = [
      'sip:a@b.example',
      'sips:a@b.example',
      'sip:A@b.example',
      'sip:a@b.example:5060',
      'sip:a@b.example;transport=udp',
    ];
    const spellings = uris.map((uri) => {
      const read = readSip(uri);
      return read.ok ? read.uri : read.message;
    });
    expect(new Set(spellings).size).toBe(uris.length);
  });

  it.each([
    ['sip:', 'the SIP URI is refused: its host is empty'],
    ['sip:@a.example', 'the SIP URI has an empty user'],
    ['sip:a@b@c.example', 'a SIP URI has at most one @; another is written %40'],
    ['sip:a b@c.example', 'a SIP URI is all ASCII without spaces; other characters are percent-encoded'],
    ['sip:"a"@c.example', '""" must be percent-encoded in the user of a SIP URI'],
    [
      'sip:%00@c.example',
      'the user of the SIP URI is refused: it contains U+0000, a character that cannot be seen or has no fixed meaning',
    ],
    ['sip:a@c.example:99999', 'the SIP URI has a port that does not exist'],
    ['sip:a@c.example:x', 'what follows the host of the SIP URI is not a port, parameters or headers'],
    ['sip:a@c.example;ttl=1;TTL=2', 'the SIP URI has a parameter twice'],
    ['sip:a@c.example;=1', 'a parameter of the SIP URI is not valid'],
    ['sip:a@[::g]', 'the SIP URI is refused: its IPv6 address is not valid'],
  ])('%s is refused', (uri, message) => {
    expect(readSip(uri)).toEqual({ ok: false, message });
  });
});

describe('mailboxes', () => {
  it.each([
    ['Alice.Smith+tag@A.Example', { ok: true, user: 'Alice.Smith+tag', host: 'a.example' }],
    ['"alice"@a.example', { ok: true, user: 'alice', host: 'a.example' }],
    ['"a\\ b@c"@a.example', { ok: true, user: '"a b@c"', host: 'a.example' }],
    ['zoe\u0308@a.example', { ok: true, user: 'zoë', host: 'a.example' }],
    ['alice', { ok: false, message: 'a mailbox is written local-part@domain' }],
    ['@a.example', { ok: false, message: LOCAL }],
    ['.a@a.example', { ok: false, message: LOCAL }],
    ['a..b@a.example', { ok: false, message: LOCAL }],
    ['a b@a.example', { ok: false, message: LOCAL }],
    ['"a"b"@a.example', { ok: false, message: LOCAL }],
    ['a@', { ok: false, message: 'its host is empty' }],
    [`${'a'.repeat(65)}@a.example`, { ok: false, message: 'a local-part has at most 64 octets' }],
  ])('%s', (text, expected) => {
    expect(readMailbox(text)).toEqual(expected);
  });

  it.each([
    ['mailto:a%25b@a.example', { ok: true, user: 'a%b', host: 'a.example' }],
    [
      'mailto:a@a.example?cc=b',
      { ok: false, message: 'a mailto account has neither header fields nor a fragment' },
    ],
    [
      'mailto:Alice <a@a.example>',
      { ok: false, message: 'a mailto account is one mailbox, percent-encoded (RFC 6068)' },
    ],
  ])('%s', (text, expected) => {
    expect(readMailto(text)).toEqual(expected);
  });

  it.each([
    [
      'acct:juliet%40capulet.example@a.example',
      { ok: true, user: 'juliet@capulet.example', host: 'a.example' },
    ],
    ['acct:a@b@a.example', { ok: false, message: 'an acct URI has one @; another is written %40' }],
    ['acct:@a.example', { ok: false, message: 'an acct URI has a user before its @' }],
    [
      'acct:a/b@a.example',
      {
        ok: false,
        message: 'the userpart of an acct URI has a character that must be percent-encoded (RFC 7565)',
      },
    ],
  ])('%s', (text, expected) => {
    expect(readAcct(text)).toEqual(expected);
  });
});

describe('IRC names', () => {
  it.each([
    ['Juliet', { ok: true, entity: 'user', host: null, name: 'juliet' }],
    ['[Juliet]\\', { ok: true, entity: 'user', host: null, name: '{juliet}|' }],
    ['1juliet', { ok: false, message: 'it is not an IRC nick (RFC 2812 section 2.3.1)' }],
    ['juliët', { ok: false, message: 'it is not an IRC nick (RFC 2812 section 2.3.1)' }],
    ['j'.repeat(201), { ok: false, message: 'an IRC name has at most 200 octets' }],
  ])('nick %.20s', (text, expected) => {
    expect(readNick(text, null)).toEqual(expected);
  });

  it.each([
    ['#projectX', true],
    ['&local', true],
    ['#a:b', false],
    ['#a,b', false],
    ['#a b', false],
    ['#', false],
    ['projectX', false],
  ])('channel %s', (text, ok) => {
    expect(readChannel(text, null).ok).toBe(ok);
  });

  it.each([
    ['irc:a.example/x', 'an IRC URL has "//" and a host after its scheme'],
    ['irc://a.example', 'the IRC URL names no nick and no channel'],
    ['irc://a.example/', 'the IRC URL names no nick and no channel'],
    ['irc://a.example/x?y', 'the IRC URL has a query'],
    ['irc://a.example/x,isdog', 'the IRC URL has a flag that nobody knows'],
    [
      'irc://a.example:6697/x,isuser',
      'the IRC URL is refused: its host contains U+003A ":", which no host name has',
    ],
    [
      'irc://user@a.example/x,isuser',
      'the IRC URL is refused: its host contains U+0040 "@", which no host name has',
    ],
  ])('%s is refused', (text, message) => {
    expect(readIrcUrl(text)).toEqual({ ok: false, message });
  });

  it('a user id has one @ and a host', () => {
    expect(
      ['a@b.example', 'a', 'a@', '@b.example', 'a!b@c.example', 'a@b@c.example'].map(
        (one) => readIrcAccount(one, null).ok,
      ),
    ).toEqual([true, false, false, false, false, false]);
  });
});

describe('Matrix ids', () => {
  it.each([
    ['@alice:a.example', ['user', 'alice', 'a.example', 'a.example']],
    ['@Alice!:A.Example', ['user', 'Alice!', 'a.example', 'a.example']],
    ['@a:a.example:8448', ['user', 'a', 'a.example:8448', null]],
    ['@a:192.0.2.1', ['user', 'a', '192.0.2.1', null]],
    ['@a:[2001:DB8::1]:8448', ['user', 'a', '[2001:db8::1]:8448', null]],
    ['!opaque:a.example', ['room', 'opaque', 'a.example', 'a.example']],
    ['#café:a.example', ['room', 'café', 'a.example', 'a.example']],
    ['@:a.example', 'its localpart is not one of a Matrix id'],
    ['@é:a.example', 'its localpart is not one of a Matrix id'],
    ['@alice', 'a Matrix id has a colon before its server name'],
    [`@${'a'.repeat(250)}:a.example`, 'a Matrix id has at most 255 octets'],
  ])('%.30s', (text, expected) => {
    const read = readMatrixId(text);
    expect(read.ok ? [read.entity, read.local, read.server, read.host] : read.message).toEqual(expected);
  });

  it.each([
    ['matrix:e/x:a.example', 'a matrix URI begins with matrix:u/, matrix:r/ or matrix:roomid/'],
    ['matrix:u/a:a.example/e/x', 'the matrix URI names an event, not somebody'],
    ['matrix:u/%zz:a.example', 'the matrix URI is refused: it contains a stray percent sign'],
  ])('%s is refused', (text, message) => {
    expect(readMatrixUri(text)).toEqual({ ok: false, message });
  });
});
