import { beforeAll, describe, expect, it } from 'vitest';
import type { HistoryKey } from '../../src/evidence/types.js';
import { type StatementInput, statementDigest } from '../../src/verify/index.js';
import {
  daysAgo,
  type Identity,
  identity,
  knownFor,
  report,
  SUBJECT,
  shows,
  showsToken,
} from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const GITLAB = 'https://gitlab.com/alice';
const PLACES = [GITHUB, GITLAB];

let first: Identity;
let second: Identity;
let third: Identity;
beforeAll(async () => {
  [first, second, third] = await Promise.all([identity(), identity(), identity()]);
});

/** The old key says which key comes after it. */
const announce = (heir: Identity, more: Partial<StatementInput> = {}) =>
  first.sign(PLACES, { now: daysAgo(60), keys: [{ jwk: heir.jwk, role: 'next' }], ...more });

/** The new key's first statement says which one announced it. */
const follow = (heir: Identity, announcement: string) =>
  heir.sign(PLACES, { prev: statementDigest(announcement) });

const known = (text: string, more: Partial<HistoryKey> = {}) => [
  knownFor(60, first, [SUBJECT, ...PLACES], [text], { operators: ['a.example', 'github.com'], ...more }),
];

type Summary = [verdict: string, key: string | null, alerts: string[], lineages: number];
const summary = (r: Awaited<ReturnType<typeof report>>): Summary => [
  r.verdict,
  r.identityKey,
  r.alerts.map((a) => a.code),
  r.keys.length,
];

describe('a key that both keys announce', () => {
  it('continues the identity where the provider and another operator show the announcement today', async () => {
    const old = await announce(second);
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [old, young]), shows(GITHUB, [old]), shows(GITLAB, [young])]);
    expect([summary(r), r.accounts.map((a) => a.state)]).toEqual([
      ['consistent', second.key, [], 2],
      ['consistent', 'stale', 'consistent'],
    ]);
  });

  it('continues it where they showed the announcement to the store, and it is past its end by now', async () => {
    const old = await announce(second, { now: daysAgo(100), days: 30 });
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [young]), shows(GITHUB, [young])], { history: known(old) });
    expect(summary(r)).toEqual(['consistent', second.key, [], 2]);
  });

  it('does not where the provider alone shows the announcement', async () => {
    const old = await announce(second);
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [old, young]), shows(GITHUB, [young])]);
    expect(summary(r).slice(0, 1)).toEqual(['conflicting']);
  });

  it('does not where the provider shows it twice, as itself and as another account of its own', async () => {
    const own = 'https://a.example/~alice';
    const old = await first.sign([own, ...PLACES], {
      now: daysAgo(60),
      keys: [{ jwk: second.jwk, role: 'next' }],
    });
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [old, young]), shows(own, [old]), shows(GITHUB, [young])]);
    expect(r.verdict).toBe('conflicting');
  });

  it('does not where only pages show it on which anybody may write', async () => {
    const old = await announce(second);
    const young = await follow(second, old);
    const r = await report([
      shows(SUBJECT, [old, young]),
      shows('https://forum.example/1', [old], { strength: 'unattributed' }),
      shows(GITHUB, [young]),
    ]);
    expect(r.verdict).toBe('conflicting');
  });

  it('does not where the first statement of the new key does not name the announcing one', async () => {
    const old = await announce(second);
    const young = await second.sign(PLACES);
    const r = await report([shows(SUBJECT, [young]), shows(GITHUB, [young])], { history: known(old) });
    expect(summary(r).slice(0, 3)).toEqual(['conflicting', second.key, ['key-discontinuity']]);
  });

  it('does not where the old key never announced it', async () => {
    const old = await first.sign(PLACES, { now: daysAgo(60) });
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [young]), shows(GITHUB, [young])], { history: known(old) });
    expect(summary(r).slice(0, 3)).toEqual(['conflicting', second.key, ['key-discontinuity']]);
  });

  it('has a token of the old key count as stale, if the old key named the account', async () => {
    const old = await announce(second);
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [young]), showsToken(GITHUB, [first.token(GITHUB)])], {
      history: known(old),
    });
    expect(r.accounts.find((a) => a.account === GITHUB)?.state).toBe('stale');
  });

  it('is rolled back where only the old key is found today', async () => {
    const old = await announce(second);
    const young = await follow(second, old);
    const r = await report([shows(SUBJECT, [old]), shows(GITHUB, [old])], {
      history: [...known(old), knownFor(10, second, [SUBJECT, GITHUB], [young])],
    });
    expect([r.identityKey, r.alerts.map((a) => a.code)]).toEqual([second.key, ['rollback']]);
  });
});

describe('two different continuations', () => {
  it('are an equivocation', async () => {
    const one = await announce(second, { seq: 5 });
    const two = await announce(third, { seq: 6 });
    const [heir, other] = [await follow(second, one), await follow(third, two)];
    const r = await report([
      shows(SUBJECT, [one, two, heir]),
      shows(GITHUB, [one, two]),
      shows(GITLAB, [other]),
    ]);
    expect([r.verdict, r.alerts.some((a) => a.code === 'equivocation')]).toEqual(['conflicting', true]);
  });

  it('leave the one standing that the store saw first', async () => {
    const one = await announce(second, { seq: 5 });
    const two = await announce(third, { seq: 6 });
    const [heir, other] = [await follow(second, one), await follow(third, two)];
    const r = await report(
      [shows(SUBJECT, [heir, one, two]), shows(GITHUB, [one, two, heir]), shows(GITLAB, [other])],
      { history: [...known(one), knownFor(10, second, [SUBJECT, GITHUB], [heir])] },
    );
    expect([r.identityKey, r.verdict, r.alerts.some((a) => a.code === 'equivocation')]).toEqual([
      second.key,
      'conflicting',
      true,
    ]);
  });

  it('that lead back to each other are no lineage, and no endless walk', async () => {
    const one = await first.sign(PLACES, { seq: 2, keys: [{ jwk: second.jwk, role: 'next' }] });
    const two = await second.sign(PLACES, {
      seq: 1,
      prev: statementDigest(one),
      keys: [{ jwk: first.jwk, role: 'next' }],
    });
    const zero = await first.sign(PLACES, { seq: 1, prev: statementDigest(two) });
    const all = [zero, one, two];
    const r = await report([shows(SUBJECT, all), shows(GITHUB, all)], { given: [GITHUB] });
    expect([r.keys.length, r.verdict, r.anchored]).toEqual([2, 'conflicting', false]);
  });
});

describe('a key that its owner ended', () => {
  it('is ended wherever the end is found, whatever other seqs say', async () => {
    const end = await first.sign([], { now: daysAgo(60), revoked: [first.key] });
    const later = await first.sign(PLACES);
    const r = await report([shows(SUBJECT, [later]), shows(GITHUB, [later]), shows(GITLAB, [end])]);
    expect([r.verdict, r.identityKey, r.accounts.map((a) => a.state)]).toEqual([
      'weak',
      null,
      ['revoked', 'revoked', 'revoked'],
    ]);
  });

  it('has tokens that are worth nothing', async () => {
    const end = await first.sign([], { now: daysAgo(60), revoked: [first.key] });
    const heir = await second.sign(PLACES);
    const r = await report([
      shows(SUBJECT, [heir, end]),
      shows(GITLAB, [heir]),
      showsToken(GITHUB, [first.token(GITHUB)]),
    ]);
    expect([r.identityKey, r.accounts.map((a) => a.state)]).toEqual([
      second.key,
      ['consistent', 'revoked', 'consistent'],
    ]);
  });

  it('is continued by the key that the ending statement itself announces', async () => {
    const end = await announce(second, { revoked: [first.key] });
    const heir = await follow(second, end);
    const r = await report([shows(SUBJECT, [heir, end]), shows(GITHUB, [heir, end])], {
      history: known(await first.sign(PLACES, { now: daysAgo(90) })),
    });
    expect(summary(r)).toEqual(['consistent', second.key, [], 2]);
  });

  it('cannot be continued by whoever stole it', async () => {
    const end = await first.sign([], { now: daysAgo(60), revoked: [first.key] });
    const stolen = await announce(third);
    const heir = await follow(third, stolen);
    const r = await report(
      [shows(SUBJECT, [heir, stolen]), shows(GITHUB, [stolen, heir]), shows(GITLAB, [end])],
      {
        history: known(await first.sign(PLACES, { now: daysAgo(90) })),
      },
    );
    expect([r.verdict, r.alerts.some((a) => a.code === 'key-discontinuity')]).toEqual(['conflicting', true]);
  });
});
