import { beforeAll, describe, expect, it } from 'vitest';
import {
  daysAgo,
  empty,
  type Identity,
  identity,
  knownFor,
  report,
  SUBJECT,
  shows,
  showsToken,
  unreadable,
} from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const GITLAB = 'https://gitlab.com/alice';
const REDDIT = 'https://www.reddit.com/user/alice';
const SITE = 'https://alice.example/';

let alice: Identity;
let mallory: Identity;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
});

const codes = (r: Awaited<ReturnType<typeof report>>) => r.alerts.map((a) => a.code);

describe('the anchor', () => {
  it('is the provider’s own document, with one key in it', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const f = await mallory.sign([]);
    const places = [shows(GITHUB, [s]), shows(GITLAB, [s])];
    const one = await report([shows(SUBJECT, [s]), ...places]);
    const two = await report([shows(SUBJECT, [s, f]), ...places]);
    expect([one, two].map((r) => [r.anchored, r.verdict, r.score <= 0.5, r.evidence <= 0])).toEqual([
      [true, 'consistent', false, false],
      [false, 'conflicting', true, true],
    ]);
  });

  it('is a pin, by the whole thumbprint URI or its last part', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const places = [empty(SUBJECT), shows(GITHUB, [s]), shows(GITLAB, [s])];
    const pins = [alice.key, alice.key.slice(alice.key.lastIndexOf(':') + 1)];
    const reports = await Promise.all(pins.map((pin) => report(places, { pins: [pin] })));
    expect(reports.map((r) => [r.anchored, r.verdict])).toEqual([
      [true, 'consistent'],
      [true, 'consistent'],
    ]);
  });

  it('is the store’s memory of it, while it holds and the provider shows no other key', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const f = await mallory.sign([]);
    const known = (anchoredUntil: Date) => ({
      history: [
        knownFor(60, alice, [SUBJECT, GITHUB, GITLAB], [s], { anchoredUntil: anchoredUntil.toISOString() }),
      ],
    });
    const places = [shows(GITHUB, [s]), shows(GITLAB, [s])];
    const held = await report([unreadable(SUBJECT), ...places], known(daysAgo(-30)));
    const lapsed = await report([unreadable(SUBJECT), ...places], known(daysAgo(1)));
    const other = await report([shows(SUBJECT, [f]), ...places], known(daysAgo(-30)));
    expect([held, lapsed, other].map((r) => [r.anchored, r.verdict])).toEqual([
      [true, 'consistent'],
      [false, 'weak'],
      [false, 'conflicting'],
    ]);
  });
});

describe('a discontinuity', () => {
  it('is a leading key that the store did not last see consistent', async () => {
    const s = await alice.sign([GITHUB]);
    const f = await mallory.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [f]), shows(GITHUB, [f])], {
      history: [knownFor(60, alice, [SUBJECT, GITHUB], [s])],
    });
    expect([r.verdict, r.identityKey, codes(r)]).toEqual(['conflicting', mallory.key, ['key-discontinuity']]);
  });

  it('is another key at the provider, though the old one leads', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const f = await mallory.sign([]);
    const r = await report([shows(SUBJECT, [f]), shows(GITHUB, [s]), shows(GITLAB, [s])], {
      history: [knownFor(60, alice, [SUBJECT, GITHUB, GITLAB], [s])],
    });
    expect([r.verdict, r.identityKey, codes(r).includes('key-discontinuity')]).toEqual([
      'conflicting',
      alice.key,
      true,
    ]);
  });

  it('is any other key where the only statement of an account is past its end', async () => {
    const old = await alice.sign([GITHUB], { now: daysAgo(100), days: 30 });
    const f = await mallory.sign([GITHUB, SITE]);
    const r = await report([shows(SUBJECT, [f]), shows(SITE, [f]), shows(GITHUB, [old])]);
    expect([r.verdict, codes(r)]).toEqual(['conflicting', ['key-discontinuity', 'statement-expired']]);
  });

  it('is none where a stranger shows an expired statement on a page of his', async () => {
    const own = 'https://mallory.example/';
    const s = await alice.sign([GITHUB]);
    const old = await mallory.sign([own], { now: daysAgo(100), days: 30 });
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(own, [old])], { given: [own] });
    expect([r.verdict, codes(r)]).toEqual(['consistent', ['statement-expired']]);
  });

  it('is none where the provider shows a valid statement beside the expired one', async () => {
    const old = await mallory.sign([], { now: daysAgo(100), days: 30 });
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [old, s]), shows(GITHUB, [s])]);
    expect([r.verdict, codes(r)]).toEqual(['consistent', []]);
  });
});

describe('the verdict', () => {
  it('is weak where a provider alone shows the key: one operator is no second opinion', async () => {
    const s = await alice.sign([]);
    const r = await report([shows(SUBJECT, [s])], { operators: { 'a.example': { compromise: 0.001 } } });
    expect([r.verdict, r.score > 0.99, r.independentOperators]).toEqual(['weak', true, 1]);
  });

  it('is none where everything was read and nothing was found', async () => {
    const r = await report([empty(SUBJECT), empty(GITHUB)], { given: [GITHUB] });
    expect([r.verdict, r.score, r.identityKey, r.takeoverThreshold, r.accounts.map((a) => a.state)]).toEqual([
      'none',
      0,
      null,
      null,
      ['one-way', 'silent'],
    ]);
  });

  it('is weak where something that matters was not read', async () => {
    const unread = await report([empty(SUBJECT), unreadable(GITHUB)], { given: [GITHUB] });
    expect(unread.verdict).toBe('weak');
  });

  it('is none where all that was found is past its end, and says so', async () => {
    const old = await alice.sign([], { now: daysAgo(100), days: 30 });
    const r = await report([shows(SUBJECT, [old])]);
    expect([r.verdict, r.accounts[0]?.state, r.alerts.map((a) => a.code)]).toEqual([
      'none',
      'expired',
      ['statement-expired'],
    ]);
  });

  it('is none new where nothing at all could be read', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report([unreadable(SUBJECT), unreadable(GITHUB)], {
      history: [knownFor(60, alice, [SUBJECT, GITHUB], [s])],
    });
    expect([r.incomplete, r.verdict, r.identityKey]).toEqual([true, 'weak', null]);
  });

  it('is not consistent while an operator that lately supported another key cannot be read', async () => {
    const s = await alice.sign([GITHUB, GITLAB], { now: daysAgo(200) });
    const f = await mallory.sign([REDDIT]);
    const before = knownFor(200, alice, [SUBJECT, GITHUB, GITLAB], [s]);
    const since = (days: number) => ({
      history: [
        {
          ...before,
          lastSeen: daysAgo(days).toISOString(),
          supports: before.supports?.map((support) => ({
            ...support,
            lastSeen: daysAgo(days).toISOString(),
          })),
        },
        knownFor(5, mallory, [SUBJECT, REDDIT], [f]),
      ],
    });
    const places = [shows(SUBJECT, [f]), shows(REDDIT, [f]), empty(GITLAB)];
    const unread = await report([...places, unreadable(GITHUB)], since(20));
    const read = await report([...places, empty(GITHUB)], since(20));
    const longAgo = await report([...places, unreadable(GITHUB)], since(40));
    expect([unread.verdict, read.verdict, longAgo.verdict]).toEqual(['weak', 'consistent', 'consistent']);
  });

  it('has a score that is never certainty', async () => {
    const places = [GITHUB, GITLAB, REDDIT, SITE, 'https://keybase.io/alice', 'https://lobste.rs/~alice'];
    const s = await alice.sign(places);
    const r = await report([shows(SUBJECT, [s]), ...places.map((p) => shows(p, [s]))], {
      history: [knownFor(300, alice, [SUBJECT, ...places], [s])],
    });
    expect([r.score, r.verdict]).toEqual([1 - 1e-9, 'consistent']);
  });

  it('says first look until the store has seen the identity consistent', async () => {
    const s = await alice.sign([GITHUB]);
    const first = await report([shows(SUBJECT, [s])]);
    const later = await report([shows(SUBJECT, [s])], { history: [knownFor(60, alice, [SUBJECT], [s])] });
    expect([first.firstLook, later.firstLook]).toEqual([true, false]);
  });
});

describe('continuity', () => {
  it.each([
    [6, 0],
    [8, 3],
    [15, 4.755],
    [50, 9],
    [3000, 20],
  ])('known for %i days, until yesterday, is worth %f decibans', async (days, db) => {
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s])], { history: [knownFor(days, alice, [SUBJECT], [s])] });
    expect(r.prior).toBeCloseTo(db, 2);
  });
});

describe('the takeover threshold', () => {
  const rows: [string, string[], string[], number | null][] = [
    ['a provider alone', [], [], 1],
    ['a provider and an own site', [SITE], [], 2],
    ['a provider and a platform', [GITHUB], [], 2],
    ['a provider and two platforms', [GITHUB, GITLAB], [], 2],
    ['a provider and three platforms', [GITHUB, GITLAB, REDDIT], [], 3],
    ['a provider and a platform with a token only: the statement is at one place', [], [GITHUB], 1],
    ['a provider, a platform with a statement and two with tokens', [GITHUB], [GITLAB, REDDIT], 2],
  ];
  it.each(rows)('of %s', async (_, statements, tokens, expected) => {
    const s = await alice.sign([...statements, ...tokens]);
    const r = await report([
      shows(SUBJECT, [s]),
      ...statements.map((account) => shows(account, [s])),
      ...tokens.map((account) => showsToken(account, [alice.token(account)])),
    ]);
    expect(r.takeoverThreshold).toBe(expected);
  });

  it('is lower where the reader trusts one of the operators less', async () => {
    const s = await alice.sign([GITHUB, GITLAB, REDDIT]);
    const places = [SUBJECT, GITHUB, GITLAB, REDDIT].map((account) => shows(account, [s]));
    const wary = await report(places, { operators: { 'gitlab.com': { compromise: 0.5 } } });
    expect([(await report(places)).takeoverThreshold, wary.takeoverThreshold]).toEqual([3, 2]);
  });

  it('does not count what only DNS without DNSSEC shows: it opens no contest', async () => {
    const name = 'dns:alice.example';
    const s = await alice.sign([name]);
    const r = await report([shows(SUBJECT, [s]), shows(name, [s])]);
    expect(r.takeoverThreshold).toBe(1);
  });
});

describe('an equivocation', () => {
  const named = [GITHUB, 'https://gitlab.com/alice', 'https://keybase.io/alice'];

  it('by a key of a stranger, on an account taken over, weighs no more than one forged statement', async () => {
    const s = await alice.sign(named);
    const seq = Math.floor(daysAgo(30).getTime() / 1000);
    const forged = await Promise.all([mallory.sign(named, { seq }), mallory.sign([GITHUB], { seq })]);
    const history = [knownFor(60, alice, [SUBJECT, ...named], [s])];
    const rest = [SUBJECT, ...named.slice(1)].map((uri) => shows(uri, [s]));
    const one = await report([...rest, shows(GITHUB, forged.slice(0, 1))], { history });
    const two = await report([...rest, shows(GITHUB, forged)], { history });
    expect([one.verdict, two.verdict, two.alerts.some((a) => a.code === 'equivocation')]).toEqual([
      'consistent',
      'consistent',
      true,
    ]);
  });

  it('by the leading key conflicts, wherever it is shown', async () => {
    const seq = Math.floor(daysAgo(30).getTime() / 1000);
    const s = await alice.sign(named, { seq: seq - 1 });
    const twice = await Promise.all([alice.sign(named, { seq }), alice.sign([GITHUB], { seq })]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(named[1] as string, twice)]);
    expect([r.verdict, r.identityKey]).toEqual(['conflicting', alice.key]);
  });
});
