import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdentifier, SCHEMES, type Scheme, subjectOf } from '../../src/identifier/index.js';

const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6';
const WIRE = '4af3df2e-5c01-422f-baa1-d75546b92aa7/04c7@a.example';

/** Scheme, kind, normalized and MIMI URI of an identifier, or its message. */
function read(input: string, as?: Scheme) {
  const found = parseIdentifier(input, as === undefined ? {} : { as });
  return found.valid ? [found.scheme, found.kind, found.normalized, found.mimi] : found.message;
}

/** Its warnings. */
const warnings = (input: string, as?: Scheme) => {
  const found = parseIdentifier(input, as === undefined ? {} : { as });
  return found.valid ? found.warnings : found.message;
};

describe('the whole answer', () => {
  it('for a full JID', () => {
    expect(parseIdentifier('juliet@example.com/balcony')).toEqual({
      input: 'juliet@example.com/balcony',
      valid: true,
      scheme: 'xmpp',
      kind: 'client',
      normalized: 'juliet@example.com/balcony',
      mimi: 'mimi://example.com/d/juliet/balcony',
      forms: { xmpp: 'juliet@example.com/balcony' },
      warnings: [],
    });
  });

  it('for a bare address, which several protocols share', () => {
    expect(parseIdentifier('juliet@Example.com')).toEqual({
      input: 'juliet@Example.com',
      valid: true,
      scheme: 'address',
      kind: 'user',
      normalized: 'juliet@example.com',
      mimi: 'mimi://example.com/u/juliet',
      forms: {
        xmpp: 'juliet@example.com',
        sip: 'sip:juliet@example.com',
        mailto: 'mailto:juliet@example.com',
        acct: 'acct:juliet@example.com',
        handle: '@juliet@example.com',
      },
      warnings: [],
    });
  });

  it('for what is none', () => {
    expect(parseIdentifier('mimi://')).toEqual({
      input: 'mimi://',
      valid: false,
      error: 'invalid-identifier',
      message: 'The MIMI URI is refused: its host is empty',
    });
  });
});

describe('every kind of the draft is recognised', () => {
  it.each([
    ['mimi://a.example/u/alice', ['mimi', 'user', 'mimi://a.example/u/alice', 'mimi://a.example/u/alice']],
    [
      'mimi://bücher.example',
      ['mimi', 'provider', 'mimi://xn--bcher-kva.example', 'mimi://xn--bcher-kva.example'],
    ],
    [
      'juliet/balcony@a.example',
      ['xmpp', 'client', 'juliet@a.example/balcony', 'mimi://a.example/d/juliet/balcony'],
    ],
    [
      'Juliet@A.Example/Bal/cony',
      ['xmpp', 'client', 'juliet@a.example/Bal/cony', 'mimi://a.example/d/juliet/Bal%2Fcony'],
    ],
    ['xmpp:Juliet@A.Example', ['xmpp', 'user', 'juliet@a.example', 'mimi://a.example/u/juliet']],
    ['juliet@[2001:db8::1]', ['xmpp', 'user', 'juliet@[2001:db8::1]', null]],
    ['SIP:Juliet@A.Example;user=phone', ['sip', 'user', 'sip:Juliet@a.example', 'mimi://a.example/u/Juliet']],
    ['sips:juliet@a.example', ['sip', 'user', 'sips:juliet@a.example', 'mimi://a.example/u/juliet']],
    ['sip:a.example', ['sip', 'provider', 'sip:a.example', 'mimi://a.example']],
    ['sip:juliet@[2001:DB8::1]', ['sip', 'client', 'sip:juliet@[2001:db8::1]', null]],
    [
      'sip:juliet@a.example:05060;TRANSPORT=tcp',
      ['sip', 'client', 'sip:juliet@a.example:5060;transport=tcp', null],
    ],
    [
      'irc://irc.a.example/Juliet,isnick',
      ['irc', 'user', 'irc://irc.a.example/juliet,isuser', 'mimi://irc.a.example/u/juliet'],
    ],
    [
      'irc://a.example/j1583@b.example,isuser',
      ['irc', 'user', 'irc://a.example/j1583@b.example,isuser', 'mimi://a.example/u/j1583@b.example'],
    ],
    [
      'irc://irc.a.example/#projectX',
      ['irc', 'room', 'irc://irc.a.example/%23projectX', 'mimi://irc.a.example/r/projectX'],
    ],
    [
      'irc://irc.a.example/&local',
      ['irc', 'room', 'irc://irc.a.example/&local', 'mimi://irc.a.example/r/local'],
    ],
    ['#projectX', ['irc', 'room', '#projectX', 'mimi://local.invalid/r/projectX']],
    ['!j1583@a.example', ['irc', 'user', '!j1583@a.example', 'mimi://local.invalid/u/j1583@a.example']],
    ['Juliet!j1583@A.Example', ['irc', 'user', 'juliet!j1583@a.example', null]],
    [WIRE, ['wire', 'client', WIRE, 'mimi://a.example/d/4af3df2e-5c01-422f-baa1-d75546b92aa7/04c7']],
    [
      'SvPfLlwBQi-6oddVRrkqpw/04c7@a.example',
      ['wire', 'client', WIRE, 'mimi://a.example/d/4af3df2e-5c01-422f-baa1-d75546b92aa7/04c7'],
    ],
    [
      'acct:juliet%40b.example@a.example',
      ['acct', 'user', 'acct:juliet%40b.example@a.example', 'mimi://a.example/u/juliet@b.example'],
    ],
    ['mailto:Juliet@A.Example', ['mailto', 'user', 'mailto:Juliet@a.example', 'mimi://a.example/u/Juliet']],
    ['@Juliet', ['handle', 'user', '@Juliet', 'mimi://local.invalid/u/Juliet']],
    ['@alice.smith', ['handle', 'user', '@alice.smith', 'mimi://local.invalid/u/alice.smith']],
    ['@juliet@A.Example', ['handle', 'user', '@juliet@a.example', 'mimi://a.example/u/juliet']],
    ['im:%40juliet@a.example', ['handle', 'user', '@juliet@a.example', 'mimi://a.example/u/juliet']],
    ['@alice:A.Example', ['matrix', 'user', '@alice:a.example', 'mimi://a.example/u/alice']],
    ['@a/b:a.example', ['matrix', 'user', '@a/b:a.example', 'mimi://a.example/u/a%2Fb']],
    ['@alice:a.example:8448', ['matrix', 'user', '@alice:a.example:8448', null]],
    ['matrix:u/alice:a.example', ['matrix', 'user', '@alice:a.example', 'mimi://a.example/u/alice']],
    ['#chat:a.example', ['matrix', 'room', '#chat:a.example', null]],
    ['did:web:a.example', ['did', 'user', 'did:web:a.example', null]],
    ['A.Example.', ['dns', 'provider', 'a.example', 'mimi://a.example']],
    ['dns:a.example', ['dns', 'provider', 'a.example', 'mimi://a.example']],
    ['https://A.Example/@alice', ['https', 'user', 'https://a.example/@alice', null]],
    ['https://a.example/u?id=5', ['https', 'user', 'https://a.example/u?id=5', null]],
    [NPUB, ['nostr', 'user', NPUB, null]],
    [`nostr:${NPUB}`, ['nostr', 'user', NPUB, null]],
    ['@Alice.Bsky.Social', ['atproto', 'user', 'alice.bsky.social', null]],
    ['alice.bsky.social', ['atproto', 'user', 'alice.bsky.social', null]],
    ['at://alice.com', ['atproto', 'user', 'alice.com', null]],
    [`openpgp4fpr:${'AB'.repeat(20)}`, ['openpgp4fpr', 'user', `openpgp4fpr:${'ab'.repeat(20)}`, null]],
    [
      'aspe:a.example:QPRGVPJNWDXH4ESK2RYDTZJLTE',
      ['aspe', 'user', 'aspe:a.example:QPRGVPJNWDXH4ESK2RYDTZJLTE', null],
    ],
  ])('%s', (input, expected) => {
    expect(read(input)).toEqual(expected);
  });
});

describe('--as reads by one grammar and no other', () => {
  it.each<[string, Scheme, unknown]>([
    ['juliet/balcony@a.example', 'xmpp', ['xmpp', 'client', 'juliet/balcony@a.example', null]],
    ['a.example', 'xmpp', ['xmpp', 'provider', 'a.example', 'mimi://a.example']],
    ['juliet@a.example', 'xmpp', ['xmpp', 'user', 'juliet@a.example', 'mimi://a.example/u/juliet']],
    [
      'juliet@a.example',
      'mailto',
      ['mailto', 'user', 'mailto:juliet@a.example', 'mimi://a.example/u/juliet'],
    ],
    ['juliet@a.example', 'sip', ['sip', 'user', 'sip:juliet@a.example', 'mimi://a.example/u/juliet']],
    ['juliet@a.example', 'handle', ['handle', 'user', '@juliet@a.example', 'mimi://a.example/u/juliet']],
    ['@juliet', 'irc', ['irc', 'user', 'juliet', 'mimi://local.invalid/u/juliet']],
    ['alice.example', 'atproto', ['atproto', 'user', 'alice.example', null]],
    ['alice.example', 'dns', ['dns', 'provider', 'alice.example', 'mimi://alice.example']],
    ['juliet@a.example', 'mimi', 'A MIMI URI begins with "mimi://"'],
    ['mimi://a.example/u/a', 'https', 'The URL of a profile or a site begins with "https://"'],
    ['juliet@a.example', 'matrix', 'A Matrix id begins with @, # or !'],
  ])('%s as %s', (input, as, expected) => {
    expect(read(input, as)).toEqual(expected);
  });
});

describe('forms are the native spellings that a MIMI URI maps back to', () => {
  const forms = (input: string) => {
    const found = parseIdentifier(input);
    return found.valid ? found.forms : found.message;
  };

  it.each([
    ['mimi://a.example', { xmpp: 'a.example', dns: 'dns:a.example' }],
    [
      'mimi://a.example/u/juliet',
      {
        xmpp: 'juliet@a.example',
        sip: 'sip:juliet@a.example',
        mailto: 'mailto:juliet@a.example',
        acct: 'acct:juliet@a.example',
        handle: '@juliet@a.example',
        matrix: '@juliet:a.example',
        irc: 'irc://a.example/juliet,isuser',
      },
    ],
    ['mimi://a.example/d/juliet/balcony', { xmpp: 'juliet@a.example/balcony' }],
    ['mimi://a.example/d/Juliet/balcony', {}],
    ['mimi://a.example/d/SvPfLlwBQi-6oddVRrkqpw/04c7', { wire: WIRE }],
    ['mimi://a.example/r/projectX', { irc: 'irc://a.example/%23projectX' }],
    ['mimi://a.example/p/crazykoala75', {}],
    ['mimi://a.example/g/TII9t5viBrXiXc', {}],
  ])('%s', (input, expected) => {
    expect(forms(input)).toEqual(expected);
  });

  it('a name that XMPP would fold has no JID, one that it forbids an escaped one', () => {
    expect(forms('Juliet@a.example')).not.toHaveProperty('xmpp');
    expect(forms("d'artagnan@a.example")).toHaveProperty('xmpp', 'd\\27artagnan@a.example');
  });
});

describe('a look-up that nobody can fool', () => {
  it('shows the host that would be connected to, whatever stands before the @', () => {
    expect([
      read('https://github.com@evil.example/u/victim'),
      warnings('https://github.com@evil.example/u/victim'),
    ]).toEqual([['https', 'user', 'https://evil.example/u/victim', null], ['userinfo']]);
    expect(read('https://a:b@c@evil.example/')).toEqual(['https', 'user', 'https://evil.example/', null]);
    expect([read('sip:a:secret@b.example'), warnings('sip:a:secret@b.example')]).toEqual([
      ['sip', 'user', 'sip:a@b.example', 'mimi://b.example/u/a'],
      ['userinfo'],
    ]);
  });

  it.each([
    ['a host of look-alikes', 'https://аррӏе.example/', ['homograph']],
    ['the same host in Punycode', 'mimi://xn--80ak6aa92e.example/u/a', ['homograph']],
    ['a user of mixed scripts', 'аlice@a.example', ['homograph']],
    ['a name in a MIMI URI', 'mimi://a.example/u/%D0%B0lice', ['homograph']],
    ['a name in the path of a profile', 'https://a.example/%D0%B0lice', ['homograph']],
    ['a resource', 'alice@a.example/hоme', ['homograph']],
    ['scripts mixed in the open', '@λambda@a.example', ['mixed-script']],
    ['a word of one script', '@почта@a.example', []],
    ['a handle without a host', '@juliet', ['not-resolvable']],
    ['the host of the draft for none', 'mimi://local.invalid/u/alice.smith', ['not-resolvable']],
    ['a hidden service', 'https://a.onion/', ['not-resolvable']],
    ['both', '@аlice', ['homograph', 'not-resolvable']],
    ['an IRC user id as it is shown', '!a@b.example', ['not-resolvable', 'display-form']],
  ])('warns of %s', (_, input, expected) => {
    expect(warnings(input)).toEqual(expected);
  });

  it.each([
    ['nothing', '', 'It is empty'],
    [
      'a space around it',
      ' a@a.example',
      'No protocol has such an address: the local-part is not one of RFC 5321',
    ],
    [
      'a line break',
      'a@a.example\nb',
      'It contains U+000A, a character that cannot be seen or has no fixed meaning',
    ],
    [
      'a bidi override',
      'a\u202Emoc@a.example',
      'It contains U+202E, a character that cannot be seen or has no fixed meaning',
    ],
    [
      'a zero width space',
      'ali\u200Bce@a.example',
      'It contains U+200B, a character that cannot be seen or has no fixed meaning',
    ],
    [
      'a lone surrogate',
      'a\uDC00@a.example',
      'It contains U+DC00, a character that cannot be seen or has no fixed meaning',
    ],
    [
      'half a thought',
      'juliet',
      'Nothing says what it is: write @name for a handle, or name@host for an address',
    ],
    [
      'a page without its scheme',
      'github.com/alice',
      'Write https://github.com/alice for a page, or xmpp:github.com/alice for a JID without a user',
    ],
    [
      'plain http',
      'http://a.example/',
      'A profile over http: proves nothing, since anybody on the way can change it; write https:',
    ],
    ['a scheme that is no identifier', 'javascript:alert(1)', 'No identifier has the scheme javascript:'],
    ['a secret key', 'nsec1qqq', 'This is a secret key: keep it, and do not give it to any program'],
    [
      'a mailbox on an address',
      'a@192.0.2.1.',
      'No protocol has such an address: its host is an IP address or looks like one',
    ],
    [
      'two addresses in one',
      'a@b@c.example',
      'No protocol has such an address: the local-part is not one of RFC 5321',
    ],
    ['far too much', 'a'.repeat(4097), 'It is longer than 4096 characters'],
  ])('refuses %s', (_, input, message) => {
    expect(read(input)).toBe(message);
  });
});

describe('subjectOf', () => {
  it.each([
    ['juliet@a.example', { ok: true, uri: 'mimi://a.example/u/juliet' }],
    ['mimi://a.example/p/koala', { ok: true, uri: 'mimi://a.example/p/koala' }],
    ['xmpp:Juliet@a.example', { ok: true, uri: 'mimi://a.example/u/juliet' }],
    [
      'juliet@a.example/x',
      { ok: false, message: 'juliet@a.example/x names a client; a subject is a user or a pseudonym' },
    ],
    ['a.example', { ok: false, message: 'a.example names a provider; a subject is a user or a pseudonym' }],
    ['@juliet', { ok: false, message: '@juliet names no provider; write it with its domain, as user@host' }],
    [
      'https://a.example/',
      { ok: false, message: 'https://a.example/ has no MIMI URI; give it as an account instead' },
    ],
    [
      'mimi://a.example/x/a',
      { ok: false, message: 'The first segment of a MIMI URI is one of u, p, d, r, g, t' },
    ],
  ])('of %s', (input, expected) => {
    expect(subjectOf(parseIdentifier(input))).toEqual(expected);
  });
});

/** Text made of the pieces that identifiers are made of, and of anything. */
const PIECES = [
  ...[
    '@',
    '/',
    ':',
    '!',
    '#',
    '.',
    '%',
    '%2f',
    '%C3%BC',
    '\\27',
    '"',
    ' ',
    '?',
    ';x=1',
    ',isuser',
    '..',
    '-',
    'ü',
    'Σ',
    'א',
    'Ａ',
  ],
  ...[
    'alice',
    'Alice',
    'a.example',
    'A.Example',
    '[::1]',
    '192.0.2.1',
    '04c7',
    'SvPfLlwBQi-6oddVRrkqpw',
    NPUB,
  ],
  ...[
    'mimi://',
    'https://',
    'xmpp:',
    'sip:',
    'sips:',
    'irc://',
    'acct:',
    'mailto:',
    'matrix:u/',
    'did:',
    'dns:',
    'at://',
    'im:',
  ],
];
const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const scheme = fc.option(fc.constantFrom(...SCHEMES), { nil: undefined });

describe('for every text and every scheme', () => {
  it('parseIdentifier answers and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), scheme, (input, as) => {
        expect(parseIdentifier(input, as === undefined ? {} : { as }).input).toBe(input);
      }),
      { numRuns: 1000 },
    );
  });

  it('the normalised spelling is a fixed point', () => {
    fc.assert(
      fc.property(text, scheme, (input, as) => {
        const once = parseIdentifier(input, as === undefined ? {} : { as });
        if (!once.valid) return;
        const twice = parseIdentifier(once.normalized, { as: once.scheme });
        const { input: _input, warnings: _warnings, ...same } = once;
        expect(twice).toMatchObject(same);
      }),
      { numRuns: 1000 },
    );
  });

  it('a MIMI URI made from a native name maps back to that name', () => {
    const shared = fc.constantFrom<Scheme>('xmpp', 'sip', 'mailto', 'acct', 'handle', 'matrix');
    fc.assert(
      fc.property(text, shared, (input, as) => {
        const native = parseIdentifier(input, { as });
        if (
          !native.valid ||
          native.mimi === null ||
          native.kind !== 'user' ||
          native.normalized.startsWith('sips:')
        )
          return;
        if (native.mimi.startsWith('mimi://local.invalid/')) return;
        const back = parseIdentifier(native.mimi);
        expect(back.valid && back.forms[as]).toBe(native.normalized);
      }),
      { numRuns: 1000 },
    );
  });
});
