import { describe, expect, it } from 'vitest';
import { hostForPeople, isUnresolvableHost, normalizeHost } from '../../src/identifier/host.js';

describe('normalizeHost gives one spelling', () => {
  it.each([
    ['A.Example', 'a.example'],
    ['a.example.', 'a.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BU\u0308CHER.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['a。example', 'a.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['FAẞ.example', 'xn--fa-hia.example'],
    ['💩.example', 'xn--ls8h.example'],
    ['l·l.example', 'xn--ll-0ea.example'],
    ['localhost', 'localhost'],
    ['120.0.0.1.com', '120.0.0.1.com'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('%s → %s', (text, host) => {
    expect(normalizeHost(text)).toEqual({ ok: true, host });
  });
});

describe('normalizeHost refuses', () => {
  it.each([
    ['nothing', '', 'its host is empty'],
    ['the root', '.', 'its host is not a valid internationalised domain name (UTS #46)'],
    ['an IPv4 address', '192.0.2.1', 'its host is an IP address or looks like one'],
    ['an IPv4 address in hex', '0x7f.1', 'its host is an IP address or looks like one'],
    ['an IPv4 address as one number', '2130706433', 'its host is an IP address or looks like one'],
    ['an IPv4 address in circled digits', '①②⑦.0.0.1', 'its host is an IP address or looks like one'],
    ['an IPv6 address', '[::1]', 'its host contains U+005B "[", which no host name has'],
    ['a port', 'a.example:80', 'its host contains U+003A ":", which no host name has'],
    ['userinfo', 'a@b.example', 'its host contains U+0040 "@", which no host name has'],
    ['a percent sign', 'ex%61mple.com', 'its host contains U+0025 "%", which no host name has'],
    ['a backslash', 'a.example\\b', 'its host contains U+005C "\\", which no host name has'],
    ['a space', 'a .example', 'its host contains U+0020 " ", which no host name has'],
    ['an underscore', '_dmarc.a.example', 'its host contains U+005F "_", which no host name has'],
    ['an empty label', 'a..example', 'its host has an empty label'],
    ['a leading hyphen', '-a.example', 'its host has the label "-a", which is not valid'],
    ['a trailing hyphen', 'a-.example', 'its host has the label "a-", which is not valid'],
    ['a long label', `${'a'.repeat(64)}.example`, 'its host has a label longer than 63 octets'],
    ['a long name', `${'a.'.repeat(130)}example`, 'its host is longer than 253 octets'],
    ['absurd input', 'ü'.repeat(2000), 'its host is longer than 1024 characters'],
    [
      'a slash that is none',
      'a.example⁄b',
      'its host has the label "example⁄b", which imitates a delimiter of a URL',
    ],
    [
      'a middle dot outside Catalan',
      'a·b.example',
      'its host has the label "a·b", which breaks a contextual rule of IDNA',
    ],
    [
      'both directions in a label',
      'يa.example',
      'its host is not a valid internationalised domain name (UTS #46)',
    ],
    [
      'a soft hyphen, which IDNA would drop',
      'ex\u00ADample.com',
      'the host is refused: it contains U+00AD, a character that cannot be seen or has no fixed meaning',
    ],
  ])('%s', (_, text, message) => {
    expect(normalizeHost(text)).toEqual({ ok: false, message });
  });

  it('an A-label that is not what its U-label encodes to, on every line of Node', () => {
    for (const label of ['xn--a', 'xn--', 'xn--zn7c', 'xn--a-yoc', 'xn--0']) {
      expect(normalizeHost(`${label}.example`).ok, label).toBe(false);
    }
  });
});

it('hosts that never resolve are known, examples and tests are not among them', () => {
  const hosts = ['local.invalid', 'x.onion', 'localhost', 'a.example', 'invalid.example', 'a.test'];
  expect(hosts.map(isUnresolvableHost)).toEqual([true, true, true, false, false, false]);
});

it('people read U-labels', () => {
  expect(hostForPeople('xn--bcher-kva.example')).toBe('bücher.example');
});
