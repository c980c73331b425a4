import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.js';
import { ALICE, claims, header, MALLORY, NOW, sdToken, token } from '../verify/support/tokens.js';

const SUBJECT = 'mimi://a.example/u/alice';
const GITHUB = 'https://github.com/alice';
const SITE = 'https://alice.example/';
const AT = NOW.toISOString();
const STATEMENT = token(header(), claims({ also_known_as: [GITHUB, SITE] }));

type Members = Readonly<Record<string, unknown>>;
const read = (account: string, changes: Members = {}): Members => ({
  account,
  at: AT,
  outcome: 'read',
  statements: [STATEMENT],
  ...changes,
});
const evidence = (changes: Members = {}, github: Members = {}): Members => ({
  subject: SUBJECT,
  now: AT,
  observations: [read(SUBJECT), read(SITE), read(GITHUB, github)],
  ...changes,
});

interface Reported {
  readonly verdict: string;
  readonly accounts: readonly { readonly account: string; readonly state: string }[];
}

async function report(document: Members | string): Promise<Reported> {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const { code, out, err } = await cli(['score', '-', '--json'], { stdin: text });
  expect(err).toBe('');
  const reported = JSON.parse(out) as Reported;
  expect(code).toBe(reported.verdict === 'consistent' ? 0 : 1);
  return reported;
}

const stateOf = ({ accounts }: Reported, uri: string) =>
  accounts.find(({ account }) => account === uri)?.state;

const BAD: readonly (readonly [string, string])[] = [
  ['no statement at all', 'garbage'],
  ['empty', ''],
  ['full of control characters', '\u0000\u001b[31m\u0007'],
  ['longer than the verifier reads', 'x'.repeat(1_500_000)],
  ['cut off', STATEMENT.slice(0, -3)],
  ['of another key than it says', token(header({}, MALLORY), claims(), ALICE)],
  ['an SD-JWT with a digest in the wrong place', `${sdToken([], { revoked: [{ '...': 'x' }] })}~`],
];

describe('a bad statement in an evidence file', () => {
  it.each(BAD)('spoils no other statement: %s', async (_name, bad) => {
    const reported = await report(evidence({}, { statements: [bad, STATEMENT] }));
    expect([reported.verdict, stateOf(reported, GITHUB)]).toEqual(['consistent', 'consistent']);
  });

  it.each(BAD)('spoils no other account: %s', async (_name, bad) => {
    const reported = await report(evidence({}, { statements: [bad] }));
    expect([stateOf(reported, GITHUB), stateOf(reported, SITE)]).toEqual(['invalid', 'consistent']);
  });
});

describe('crossproof score', () => {
  it('takes a long text among the tokens for one of a key not seen', async () => {
    const reported = await report(evidence({}, { statements: [], tokens: ['x'.repeat(5_000)] }));
    expect(stateOf(reported, GITHUB)).toBe('one-way');
  });

  it.each([
    ['members that nobody knows', evidence({ later: { a: [1] } }, { later: 1 })],
    ['a byte order mark', `\uFEFF${JSON.stringify(evidence())}`],
    ['CRLF', JSON.stringify(evidence(), null, 2).replaceAll('\n', '\r\n')],
    ['a pin without its URN', evidence({ pins: [ALICE.thumbprint.split(':').at(-1)] })],
    ['a time with an offset', evidence({ now: '2026-11-21T14:00:00+02:00' })],
    [
      'what a reader believes, at both ends',
      evidence({ operators: { 'a.example': { compromise: 0.001 }, 'x.example': { compromise: 0.5 } } }),
    ],
  ])('reads a file with %s', async (_name, document) => {
    expect((await report(document)).verdict).toBe('consistent');
  });

  it.each([
    ['nothing', '', 'not JSON: not valid JSON (RFC 8259)'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not UTF-8'],
    ['nesting', '['.repeat(200_000), 'not JSON: not acceptable as JSON: nested deeper than 16 levels'],
    ['a list', '[]', 'Invalid input: expected object, received array'],
    [
      'no observations',
      { subject: SUBJECT, now: AT },
      'member observations: Invalid input: expected array, received undefined',
    ],
    [
      'a room as subject',
      evidence({ subject: 'mimi://a.example/r/x' }),
      'member subject: mimi://a.example/r/x names a room; a subject is a user or a pseudonym',
    ],
    [
      'a pin cut short',
      evidence({ pins: [ALICE.thumbprint.slice(0, -1)] }),
      'member pins.0: not a key thumbprint',
    ],
    ['a day that is none', evidence({ now: '2026-02-30T00:00:00Z' }), 'member now: not an ISO 8601 time'],
    [
      'a time that is no text',
      evidence({}, { at: 5 }),
      'member observations.2.at: Invalid input: expected string, received number',
    ],
    [
      'a belief out of range',
      evidence({ operators: { 'a.example': { compromise: 0.6 } } }),
      'member operators.a.example.compromise: Too big: expected number to be <=0.5',
    ],
    [
      'a belief about a name that paints',
      evidence({ operators: { '\u001b[2J\n': { compromise: 1 } } }),
      'member operators.\uFFFD[2J\uFFFD.compromise: Too big: expected number to be <=0.5',
    ],
  ])('says in one line what is wrong with %s', async (_name, document, message) => {
    const stdin =
      typeof document === 'string' || document instanceof Buffer ? document : JSON.stringify(document);
    expect(await cli(['score', '-'], { stdin })).toEqual({
      code: 2,
      signal: null,
      out: '',
      err: `crossproof: standard input: ${message}\n`,
    });
  });
});
