import { describe, expect, it } from 'vitest';
import { badgeFacts, carriedReport, renderBadge, signedBadge } from '../../src/badge/index.js';
import { inspectDocument } from '../../src/verify/inspect/inspect-document.js';
import { parseTrustedKeys } from '../../src/verify/keys/trusted-keys.js';
import { MAX_ACCOUNTS } from '../../src/verify/limits.js';
import { MAX_PICTURES, pictureMetadata, signedPictures } from '../../src/verify/picture.js';
import { isPicture } from '../../src/verify/xml-root.js';
import { account, report } from '../badge/support/reports.js';
import { SUBJECT } from '../support/scenario.js';
import { ALICE, type Members, NOW, NOW_SECONDS, token } from './support/tokens.js';

const ISSUER = 'https://id.example';
const REPORT = report({ accounts: [account(SUBJECT), account('https://forge.example/alice')] });
const BADGE = renderBadge(badgeFacts(SUBJECT, REPORT, { now: NOW, maxAgeSeconds: 86_400 }), {
  style: 'card',
  theme: 'auto',
});

const jwsOf = (picture: string | undefined, more: Members = {}): string =>
  token(
    { alg: 'EdDSA', typ: 'crossproof-report+jwt', kid: 'server' },
    {
      ...{ iss: ISSUER, sub: SUBJECT, iat: NOW_SECONDS, exp: NOW_SECONDS + 86_400, report: REPORT },
      ...(picture === undefined ? {} : { picture }),
      ...more,
    },
  );
const signed = (more?: Members): Promise<string> => signedBadge(BADGE, async (digest) => jwsOf(digest, more));

const trusted = parseTrustedKeys(JSON.stringify({ keys: [{ ...ALICE.jwk, kid: 'server', alg: 'EdDSA' }] }));
const trustedKeys = trusted.ok ? trusted.value : [];
async function inspected(document: string, keys = trustedKeys, mediaType = '') {
  const { claims } = await inspectDocument(document, { now: NOW, trustedKeys: keys, mediaType });
  return claims.map(({ container, status, reason }) => ({ container, status, reason }));
}
const container = 'crossproof-report';
const HELD = 'A key that you trust signed it, and it is in force.';

describe('a signed badge', () => {
  it('says who signed, about whom and when, and that the picture is what was signed', async () => {
    const { claims } = await inspectDocument(await signed(), { now: NOW, trustedKeys });
    expect(claims).toEqual([
      {
        container,
        type: 'application/crossproof-report+jwt',
        status: 'verified',
        reason: `${HELD} It shows what was signed.`,
        issuer: ISSUER,
        subject: SUBJECT,
        keys: [ALICE.thumbprint],
        accounts: [SUBJECT, 'https://forge.example/alice'],
        issuedAt: '2026-11-21T12:00:00.000Z',
        expiresAt: '2026-11-22T12:00:00.000Z',
        where: 'line 1',
        report: {
          verdict: 'consistent',
          generatedAt: REPORT.generatedAt,
          accounts: [
            { account: SUBJECT, state: 'consistent' },
            { account: 'https://forge.example/alice', state: 'consistent' },
          ],
          omitted: 0,
        },
      },
    ]);
  });

  it('concludes nothing where the report has no such members', async () => {
    const jws = jwsOf(undefined, { report: { verdict: 7, accounts: [{ account: SUBJECT }, 'x', null] } });
    const { claims } = await inspectDocument(jws, { now: NOW, trustedKeys });
    expect(claims.map((claim) => claim.report)).toEqual([
      { verdict: null, generatedAt: null, accounts: [{ account: SUBJECT, state: null }], omitted: 0 },
    ]);
  });

  it('says how many accounts its report leaves out, or are more than are looked at', async () => {
    const crowd = Array.from({ length: 300 }, (_, i) => account(`https://site-${i}.example/`));
    const omittedIn = async (said: Members) => {
      const document = jwsOf(undefined, { report: said });
      return (await inspectDocument(document, { now: NOW, trustedKeys })).claims.map(
        (one) => one.report?.omitted,
      );
    };
    const carried = carriedReport({ ...REPORT, accounts: [...REPORT.accounts, ...crowd] });
    expect(await omittedIn({ ...carried })).toEqual([302 - carried.accounts.length]);
    expect(await omittedIn({ ...REPORT, accounts: crowd })).toEqual([300 - MAX_ACCOUNTS]);
    for (const accounts of [-1, 0.5, 1e300, '7', null, undefined])
      expect(await omittedIn({ ...REPORT, omitted: { accounts } })).toEqual([0]);
    expect(await omittedIn({ ...REPORT, omitted: [7] })).toEqual([0]);
  });

  it('says where its key should be, for who does not have it', async () => {
    const reason =
      "Its issuer's key is not at hand. It should be at https://id.example/.well-known/jwks.json (--key FILE).";
    expect(await inspected(await signed(), [])).toEqual([{ container, status: 'unverifiable', reason }]);
    const elsewhere = await inspected(await signed({ iss: 'https://id.example/\u202Epath' }), []);
    expect(elsewhere).toEqual([
      { container, status: 'unverifiable', reason: "Its issuer's key is not at hand." },
    ]);
  });

  it('is checked in a page too, each by itself', async () => {
    const badge = await signed();
    const edited = badge.replaceAll('4 independent', '9 independent');
    const page = (svg: string) => `<!doctype html><p>Trust me: <svg><text>✔</text></svg>${svg}</p>`;
    const reason = `${HELD} It shows what was signed, whatever else stands around it.`;
    expect(await inspected(page(badge))).toEqual([{ container, status: 'verified', reason }]);
    expect(await inspected(page(edited))).toMatchObject([{ status: 'broken' }]);
  });

  it('is checked in a page wherever its report stands again', async () => {
    const badge = await signed();
    const edited = badge.replaceAll('4 independent', '9 independent');
    for (const page of [`<p>${badge}${edited}</p>`, `<p>${edited}${badge}</p>`])
      expect(await inspected(page)).toMatchObject([{ status: 'broken' }]);
    const many = `<p>${badge.repeat(MAX_PICTURES)}${edited}</p>`;
    const reason = `${HELD} There are more pictures in it than are looked at.`;
    expect(await inspected(many)).toEqual([{ container, status: 'verified', reason }]);
  });

  it('says nothing of a picture that is not here', async () => {
    const badge = await signed();
    const reason = `${HELD} It was signed for a picture, which is not found here.`;
    const edited = badge.replaceAll('4 independent', '9 independent');
    const hidden = [
      `<p>${edited.replace('<metadata>', '<metadata >')}</p>`,
      `<p>${edited.replace('application/jwt">', '$&\n')}</p>`,
      JSON.stringify({ badge: edited }),
      jwsOf('x'),
    ];
    for (const document of hidden)
      expect(await inspected(document)).toEqual([{ container, status: 'verified', reason }]);
  });

  it('may have white space around it, and its report may stand alone', async () => {
    expect(await inspected(`\n${await signed()}\n`)).toMatchObject([{ status: 'verified' }]);
    expect(await inspected(jwsOf(undefined))).toEqual([{ container, status: 'verified', reason: HELD }]);
  });

  it('holds nothing that would hide a second picture', () => {
    expect(BADGE.match(/<svg|<\/svg>/g)).toEqual(['<svg', '</svg>']);
  });
});

describe('a badge that was tampered with', () => {
  const edits: readonly (readonly [string, (svg: string) => string, string])[] = [
    [
      'another subject',
      (svg) => svg.replaceAll('u/alice', 'u/mallory'),
      'The picture shows another subject than what was signed.',
    ],
    [
      'another verdict',
      (svg) => svg.replace('data-verdict="consistent"', 'data-verdict="weak"'),
      'The picture shows another verdict than what was signed.',
    ],
    [
      'another date',
      (svg) => svg.replace('data-generated-at="2026', 'data-generated-at="2027'),
      'The picture shows another date than what was signed.',
    ],
    [
      'other words',
      (svg) => svg.replace('>consistent · 4', '>consistent · 9'),
      'The picture is not the one that was signed.',
    ],
    [
      'something over it',
      (svg) => svg.replace('</svg>', '<text>✔</text></svg>'),
      'The picture is not the one that was signed.',
    ],
    [
      'something around it',
      (svg) => `<svg xmlns="http://www.w3.org/2000/svg">${svg}<text>✔</text></svg>`,
      'The picture is not the one that was signed.',
    ],
    [
      'a comment before something around it',
      (svg) => `<?xml version="1.0"?><!-- x --><svg>${svg}</svg>`,
      'The picture is not the one that was signed.',
    ],
    [
      'something around it, under a prefix',
      (svg) => `<s:svg xmlns:s="http://www.w3.org/2000/svg">${svg}<s:text>✔</s:text></s:svg>`,
      'The picture is not the one that was signed.',
    ],
    [
      'something around it, after a comment that HTML reads otherwise',
      (svg) => `<!--><p> --><svg>${svg}</svg>`,
      'The picture is not the one that was signed.',
    ],
    [
      'attributes from a DOCTYPE',
      (svg) => `<!DOCTYPE svg [<!ATTLIST text opacity CDATA "0">]>${svg}`,
      'The picture is not the one that was signed.',
    ],
    [
      'something around it, after an address with a bracket',
      (svg) => `<!DOCTYPE svg SYSTEM "a>b"><svg>${svg}</svg>`,
      'The picture is not the one that was signed.',
    ],
    [
      'its report elsewhere in it',
      (svg) => svg.replace(/<(\/?)metadata>/g, '<$1desc>'),
      'The picture that it stands in was not signed with it.',
    ],
  ];

  it.each(edits)('is broken with %s, with and without the key', async (_, edit, reason) => {
    const svg = edit(await signed());
    expect(await inspected(svg)).toEqual([{ container, status: 'broken', reason }]);
    expect(await inspected(svg, [])).toEqual([{ container, status: 'broken', reason }]);
  });

  it('is broken with something around it in whatever is served as a picture', async () => {
    const around = `<g xmlns="http://www.w3.org/2000/svg">${await signed()}</g>`;
    expect(await inspected(around, trustedKeys, 'image/svg+xml')).toMatchObject([{ status: 'broken' }]);
  });

  it('is broken when its report was signed for no picture, or for another', async () => {
    for (const digest of [undefined, 'x'])
      expect(await inspected(await signedBadge(BADGE, async () => jwsOf(digest)))).toMatchObject([
        { status: 'broken', reason: 'The picture is not the one that was signed.' },
      ]);
  });

  it('is broken when the signature does not hold, and expires', async () => {
    const badge = await signed();
    const forged = badge.replace(/\.[\w-]{86}</, `.${'A'.repeat(86)}<`);
    expect(await inspected(forged)).toEqual([
      { container, status: 'broken', reason: 'The signature does not hold.' },
    ]);
    expect(await inspected(await signed({ exp: NOW_SECONDS }))).toMatchObject([
      { status: 'expired', reason: 'Its time is over. It shows what was signed.' },
    ]);
  });
});

describe('a flood of pictures', () => {
  const [opening = ''] = pictureMetadata('!').split('!');

  it.each([
    ['that never end', opening],
    ['in nothing', pictureMetadata('x')],
    ['of nobody', `<svg>${pictureMetadata('x')}</svg>`],
  ])('%s is looked at in part', (_, part) => {
    const { pictures, overflow } = signedPictures(`<p>${part.repeat(MAX_PICTURES * 1_000)}`, false);
    expect([pictures.length <= MAX_PICTURES, overflow]).toEqual([true, true]);
  });
});

describe('what is a picture and no page', () => {
  it.each([
    ['<svg>', true],
    [' \n<?xml version="1.0"?>\n<!-- a --><!DOCTYPE svg PUBLIC "x" "y"><!-- b --><svg xmlns="x">', true],
    ['<!doctype html><svg>', false],
    ['<s:svg xmlns:s="x"/>', true],
    ['<svgs>', false],
    ['<!--> <p> --><svg>', true],
    [`<!DOCTYPE svg PUBLIC 'a"' "b>[">\n<svg>`, true],
    ['<!DOCTYPE html [<!ENTITY a "b">]><p>', true],
    ['<!DOCTYPE svg "never closed ><svg>', false],
    ['<!DOCTYPE html><p><svg>', false],
    ['<p><svg></p>', false],
    [`<!--${' -->'.repeat(3)}<svg>`, false],
    ['<!-- never closed <svg>', false],
    ['', false],
  ])('%j: %s', (document, expected) => {
    expect(isPicture(document)).toBe(expected);
  });
});
