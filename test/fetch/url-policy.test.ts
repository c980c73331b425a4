import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDetour, parseConnectTo } from '../../src/fetch/connect-to.js';
import {
  type AllowedUrl,
  decideUrl,
  forbiddenRedirect,
  icannDomain,
  resolveLocation,
} from '../../src/fetch/url-policy.js';

describe('URLs that are read', () => {
  it.each([
    ['https://a.example', 'https://a.example/', 'a.example', '/'],
    ['HTTPS://A.Example:443/x?y=1#z', 'https://a.example/x?y=1', 'a.example', '/x?y=1'],
    [
      'https://xn--bcher-kva.example/%C3%BC',
      'https://xn--bcher-kva.example/%C3%BC',
      'xn--bcher-kva.example',
      '/%C3%BC',
    ],
    ['https://my_blog.a.example/a/../b', 'https://my_blog.a.example/b', 'my_blog.a.example', '/b'],
    [
      'https://a.example/@alice?x=https://b@c',
      'https://a.example/@alice?x=https://b@c',
      'a.example',
      '/@alice?x=https://b@c',
    ],
    ['https://a.example?q', 'https://a.example/?q', 'a.example', '/?q'],
  ])('%s', (text, href, host, path) => {
    expect(decideUrl(text)).toEqual({ allowed: true, href, host, path });
  });
});

describe('URLs that are not', () => {
  it.each([
    'http://a.example/',
    'ftp://a.example/',
    'javascript:alert(1)',
    '//a.example/',
    'a.example',
    '',
    'https:a.example',
    'https:/a.example',
    'https:///a.example',
    'https://',
    'https://a.example:80/',
    'https://a.example:8443/',
    'https://a.example:/',
    'https://a.example:99999/',
    'https://user@a.example/',
    'https://user:secret@a.example/',
    'https://@a.example/',
    'https://a.example\\@b.example/',
    'https://a.example\\.b.example/',
    'https://a.exam\tple/',
    'https://a.exam\nple/',
    ' https://a.example/',
    'https://a.example/\u0000',
    'https://a.example /',
    'https://a%2eexample/',
    'https://a.example%00.b.example/',
    'https://ⓐ.example/',
    'https://a。example/',
    'https://bücher.example/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1%25eth0]/',
    'https://[v1.a]/',
    'https://1.1.1.1/',
    'https://999.1.1.1/',
    'https://localhost/',
    'https://intranet/',
    'https://printer.local/',
    'https://db.internal/',
    'https://a.localhost/',
    'https://a.onion/',
    'https://local.invalid/',
    'https://router.home.arpa/',
    'https://a.example./',
    'https://a..example/',
    'https://.a.example/',
    `https://${'a'.repeat(64)}.example/`,
    `https://${'a.'.repeat(130)}example/`,
    `https://a.example/${'x'.repeat(9000)}`,
  ])('%j', (text) => {
    expect(decideUrl(text)).toEqual({
      allowed: false,
      reason: 'refused-url',
      detail: expect.stringMatching(/^.{5,300}$/u),
    });
  });

  it('whatever is allowed is a plain https host, as written', () => {
    const piece = fc.constantFrom(
      'https',
      ':',
      '/',
      '//',
      '@',
      '\\',
      '.',
      'a.example',
      'b.example',
      ':443',
      '[',
      ']',
      '%',
      '\t',
      '#',
      '?',
      '。',
      '1',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const decision = decideUrl(text);
        if (!decision.allowed) return;
        expect(text.toLowerCase().startsWith(`https://${decision.host}`)).toBe(true);
        expect(new URL(decision.href).host).toBe(decision.host);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('Location', () => {
  const base = decideUrl('https://a.example/x/y?z') as AllowedUrl;
  it.each([
    ['/b', 'https://a.example/b'],
    ['b', 'https://a.example/x/b'],
    ['../b', 'https://a.example/b'],
    ['?b', 'https://a.example/x/y?b'],
    ['//www.a.example/b', 'https://www.a.example/b'],
    ['https://b.example', 'https://b.example/'],
    ['', 'https://a.example/x/y?z'],
    ['/b\u00c3\u00bc', 'https://a.example/b%C3%BC'],
  ])('%j leads to %s', (location, href) => {
    expect(resolveLocation(location, base)).toMatchObject({ allowed: true, href });
  });

  it.each([
    ['http://a.example/', 'redirect'],
    ['HTTP://a.example/', 'redirect'],
    ['///b.example/', 'refused-url'],
    ['/\\b.example/', 'refused-url'],
    ['\\\\b.example/', 'refused-url'],
    ['https:b.example', 'refused-url'],
    ['https:/b.example', 'refused-url'],
    ['javascript:alert(1)', 'refused-url'],
    ['/\tb', 'refused-url'],
    ['//user@b.example/', 'refused-url'],
    ['https://a.example, https://b.example', 'refused-url'],
  ])('%j is refused (%s)', (location, reason) => {
    expect(resolveLocation(location, base)).toMatchObject({ allowed: false, reason });
  });
});

describe('who may be redirected to', () => {
  it.each([
    ['same-domain', 'a.example', 'www.a.example', true],
    ['same-domain', 'a.example', 'b.example', false],
    ['same-domain', 'a.co.uk', 'b.co.uk', false],
    ['same-domain', 'one.a.co.uk', 'two.a.co.uk', true],
    ['same-domain', 'co.uk', 'a.co.uk', false],
    ['same-origin', 'a.example', 'a.example', true],
    ['same-origin', 'a.example', 'www.a.example', false],
    ['https', 'a.example', 'b.example', true],
    ['none', 'a.example', 'a.example', false],
  ] as const)('%s: %s → %s %s', (policy, from, to, allowed) => {
    expect(forbiddenRedirect(policy, from, to, icannDomain) === null).toBe(allowed);
  });
});

describe('--connect-to', () => {
  it.each([
    ['a.example:443:127.0.0.1:8443', { host1: 'a.example', port1: 443, host2: '127.0.0.1', port2: 8443 }],
    ['A.Example:443:[::1]:8443', { host1: 'a.example', port1: 443, host2: '::1', port2: 8443 }],
    ['::localhost:8443', { host1: '', port1: 0, host2: 'localhost', port2: 8443 }],
    [':::8443', { host1: '', port1: 0, host2: '', port2: 8443 }],
    [':::', { host1: '', port1: 0, host2: '', port2: 0 }],
    ['a.example:443:127.0.0.1', null],
    ['a.example', null],
    ['a.example:x:b.example:1', null],
    ['a.example:443:b.example:99999', null],
    ['a.example:443:::1:8443', null],
    ['', null],
  ])('%j', (text, expected) => expect(parseConnectTo(text)).toEqual(expected));

  it('the first pair that matches counts, and only one that names a host is exempt', () => {
    const pairs = ['a.example:444::1', 'a.example:443:127.0.0.1:8443', ':::9000'].flatMap((text) => {
      const pair = parseConnectTo(text);
      return pair ? [pair] : [];
    });
    expect([
      findDetour(pairs, 'a.example', 443),
      findDetour(pairs, 'b.example', 443),
      findDetour([], 'b.example', 443),
    ]).toEqual([
      { host: '127.0.0.1', port: 8443, exempt: true },
      { host: '', port: 9000, exempt: false },
      null,
    ]);
  });
});
