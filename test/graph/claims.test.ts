import { importJWK, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
import {
  empty,
  type Identity,
  identity,
  knownFor,
  report,
  SUBJECT,
  shows,
  showsToken,
} from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const SITE = 'https://alice.example/';
const PAGE = 'https://pages.example/alice';

let alice: Identity;
let mallory: Identity;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
});

/** As `sign` would not make it: with the URIs spelled as they are. */
async function spelledStatement(who: Identity, accounts: readonly string[]): Promise<string> {
  const [, payload = ''] = (await who.sign([])).split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), also_known_as: accounts };
  const header = { typ: 'cross-signing+jwt', alg: 'EdDSA', kid: who.key };
  const key = await importJWK(who.jwk as JWK, 'EdDSA');
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

const at = (r: Report, account: string) => {
  const found = r.accounts.find((a) => a.account === account);
  return [found?.state, found && Math.round(found.evidence * 10) / 10, found?.reason];
};

describe('a proof token', () => {
  it('counts over the canonical URI, and over the spelling in the statement', async () => {
    const spelled = 'https://WWW.github.com/Alice/';
    const s = await spelledStatement(alice, [spelled]);
    const tokens = [alice.token(GITHUB), alice.token(spelled)];
    const states = await Promise.all(
      tokens.map(async (token) =>
        at(await report([shows(SUBJECT, [s]), showsToken(GITHUB, [token])]), GITHUB),
      ),
    );
    expect(states.map(([state]) => state)).toEqual(['consistent', 'consistent']);
  });

  it('copied from another account is worth nothing', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const r = await report([shows(SUBJECT, [s]), showsToken(GITHUB, [alice.token(SITE)])]);
    expect(at(r, GITHUB)).toEqual(['one-way', -3, 'It shows a token of a key not seen here.']);
  });

  it('of a key nobody has seen is silence', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), showsToken(GITHUB, [mallory.token(GITHUB)])]);
    expect(at(r, GITHUB)).toEqual(['one-way', -3, 'It shows a token of a key not seen here.']);
  });

  it('counts while the statement of its key is in the history alone', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const r = await report(
      [showsToken(GITHUB, [alice.token(GITHUB)]), showsToken(SITE, [alice.token(SITE)])],
      { history: [knownFor(60, alice, [SUBJECT, GITHUB, SITE], [s])] },
    );
    expect([r.identityKey, at(r, GITHUB)[0], r.anchored]).toEqual([alice.key, 'consistent', true]);
  });

  it('of a key that spoke for two subjects supports neither', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const other = await alice.sign(['https://b.example/'], { sub: 'mimi://b.example/u/bob' });
    const r = await report(
      [
        shows(SUBJECT, [s]),
        showsToken(GITHUB, [alice.token(GITHUB)]),
        shows(SITE, [s]),
        shows('https://b.example/', [other]),
      ],
      { given: ['https://b.example/'] },
    );
    expect([at(r, GITHUB).slice(0, 2), at(r, SITE)[0], r.alerts.map((a) => a.code)]).toEqual([
      ['one-way', -3],
      'consistent',
      ['foreign-subject'],
    ]);
  });
});

describe('what a pointer reached', () => {
  it('weighs at the operator that served it; the pointing account has its state and an evidence of 0', async () => {
    const s = await alice.sign([PAGE]);
    const r = await report([shows(SUBJECT, [s]), shows(PAGE, [s], { servedBy: 'gist.github.com' })]);
    expect([at(r, PAGE), r.operators.map((o) => o.operator)]).toEqual([
      ['consistent', 0, 'It shows the key, and the statement names it. Served by github.com.'],
      ['a.example', 'github.com'],
    ]);
  });

  it('is no pointer where the operator is the account’s own', async () => {
    const s = await alice.sign([PAGE]);
    const r = await report([shows(SUBJECT, [s]), shows(PAGE, [s], { servedBy: 'www.pages.example' })]);
    expect(at(r, PAGE).slice(0, 2)).toEqual(['consistent', 12.1]);
  });

  it('of the provider’s document is not the provider’s word', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s], { servedBy: 'elsewhere.example' }), shows(GITHUB, [s])]);
    expect([r.anchored, r.verdict]).toEqual([false, 'weak']);
  });
});

describe('a page on which anybody may write', () => {
  it('gives the state and no evidence', async () => {
    const s = await alice.sign([PAGE]);
    const r = await report([shows(SUBJECT, [s]), shows(PAGE, [s], { strength: 'unattributed' })]);
    expect([at(r, PAGE).slice(0, 2), r.independentOperators]).toEqual([['consistent', 0], 1]);
  });

  it('opens no contest', async () => {
    const s = await alice.sign([PAGE, GITHUB]);
    const f = await mallory.sign([PAGE]);
    const r = await report([
      shows(SUBJECT, [s]),
      shows(GITHUB, [s]),
      shows(PAGE, [f], { strength: 'unattributed' }),
    ]);
    expect([r.verdict, at(r, PAGE).slice(0, 2)]).toEqual(['consistent', ['one-way', -3]]);
  });
});

describe('DNS without DNSSEC', () => {
  const NAME = 'dns:alice.example';

  it('supports', async () => {
    const s = await alice.sign([NAME]);
    const r = await report([shows(SUBJECT, [s]), showsToken(NAME, [alice.token(NAME)])]);
    expect([at(r, NAME).slice(0, 2), r.verdict]).toEqual([['consistent', 12.1], 'consistent']);
  });

  it('never opens a contest', async () => {
    const s = await alice.sign([NAME, GITHUB]);
    const f = await mallory.sign([NAME]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(NAME, [f])]);
    expect([r.verdict, r.identityKey, r.alerts]).toEqual(['consistent', alice.key, []]);
  });

  it('weighs in a contest that others opened', async () => {
    const own = 'https://mallory.example/';
    const s = await alice.sign([NAME, GITHUB]);
    const f = await mallory.sign([NAME, own]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(NAME, [f]), shows(own, [f])]);
    expect([r.verdict, at(r, NAME)[0]]).toEqual(['conflicting', 'conflicting']);
  });
});

describe('two perspectives', () => {
  it('that see different things are told apart, and the account counts as read', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report([
      shows(SUBJECT, [s]),
      { ...shows(GITHUB, [s]), perspective: 'here' },
      { ...empty(GITHUB), perspective: 'there' },
    ]);
    expect([at(r, GITHUB)[0], r.alerts.map((a) => a.code)]).toEqual([
      'consistent',
      ['perspective-disagreement'],
    ]);
  });
});
