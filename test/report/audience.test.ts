import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence, Observation } from '../../src/evidence/types.js';
import { type Audience, NOT_SHOWN, viewFor } from '../../src/report/audience.js';
import type { Report } from '../../src/report/types.js';
import { signSdStatement } from '../../src/verify/index.js';
import {
  daysAgo,
  empty,
  type Identity,
  identity,
  knownFor,
  report,
  SUBJECT,
  shows,
  unreadable,
} from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const GITLAB = 'https://gitlab.com/alice';
const REDDIT = 'https://www.reddit.com/user/alice';
const SITE = 'https://alice.example/';
const BOB = 'mimi://b.example/u/bob';
const MALLORY = 'https://mallory.example/';
const PLACES = [GITHUB, GITLAB, REDDIT, SITE];

let alice: Identity;
let mallory: Identity;
let s: string;
let f: string;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
  [s, f] = await Promise.all([alice.sign(PLACES), mallory.sign([...PLACES, MALLORY, BOB])]);
});

/** Her provider and her site show her key; what else is there is up to the test. */
async function seen(
  more: readonly Observation[],
  rest: Partial<Evidence> = {},
  statement = s,
): Promise<Report> {
  return report([shows(SUBJECT, [statement]), shows(SITE, [statement]), ...more], rest);
}

/** Accounts beside her provider and her site that strangers are told of, and how many are counted. */
function told(whole: Report, given: readonly string[] = []): [string[], number | undefined] {
  const { accounts, unconfirmed } = viewFor(whole, 'stranger', { given });
  return [accounts.map((a) => a.account).filter((uri) => uri !== SUBJECT && uri !== SITE), unconfirmed];
}

const known = (...accounts: string[]) => ({ history: [knownFor(60, alice, [SUBJECT, ...accounts], [s])] });

describe('a stranger is told', () => {
  it('of accounts that agree, and only the number of those never confirmed', async () => {
    const foreign = await mallory.sign([REDDIT], { sub: BOB });
    const whole = await seen([
      shows(GITHUB, [s]),
      empty(GITLAB),
      shows(REDDIT, [foreign]),
      shows('https://keybase.io/alice', [s]),
      empty('https://lobste.rs/~alice'),
    ]);
    expect(whole.accounts.map(({ state }) => state)).toEqual([
      'consistent',
      'consistent',
      'consistent',
      'one-way',
      'unclaimed',
      'silent',
      'foreign',
    ]);
    expect(told(whole)).toEqual([[GITHUB], 4]);
  });

  it('of a failure to read, a broken claim or an end only where the account was confirmed before', async () => {
    const old = await alice.sign(PLACES, { now: daysAgo(300), days: 100, seq: 5 });
    const there = [unreadable(GITHUB), empty(GITLAB), shows(REDDIT, [`${s.slice(0, -8)}AAAAAAAA`])];
    const [first, before] = [await seen(there), await seen(there, known(GITHUB, GITLAB, REDDIT))];
    expect([told(first), told(before)]).toEqual([
      [[], 3],
      [[GITHUB, GITLAB, REDDIT], 0],
    ]);
    const past = [await seen([shows(REDDIT, [old])]), await seen([shows(REDDIT, [old])], known(REDDIT))];
    expect(past.map((r) => r.accounts.find((a) => a.account === REDDIT)?.state)).toEqual([
      'expired',
      'expired',
    ]);
    expect(past.map((r) => told(r)[0].includes(REDDIT))).toEqual([false, true]);
  });

  it('of an account that shows a rival key, whoever named it', async () => {
    expect(told(await seen([shows(GITHUB, [f]), shows(MALLORY, [f])]))).toEqual([[GITHUB, MALLORY], 3]);
  });

  it('of what she dropped or revoked only while it shows a rival key, and not even how many', async () => {
    const newest = await alice.sign([SITE], { now: daysAgo(1), revoked: [REDDIT] });
    const around = (github: Observation, reddit: Observation) =>
      seen([github, empty(GITLAB), reddit], known(GITHUB, GITLAB, REDDIT), newest);
    const quiet = [
      await around(unreadable(GITHUB), shows(REDDIT, [s])),
      await around(empty(GITHUB), empty(REDDIT)),
    ];
    expect(quiet.map((r) => told(r))).toEqual([
      [[], 0],
      [[], 0],
    ]);
    expect(told(await around(shows(GITHUB, [f]), shows(REDDIT, [f])))).toEqual([[GITHUB, REDDIT], 2]);
  });

  it('of another MIMI account only if it agrees', async () => {
    const both = await alice.sign([SITE, BOB]);
    const whole = [
      await seen([shows(BOB, [both])], {}, both),
      await seen([empty(BOB)], known(BOB), both),
      await seen([shows(BOB, [f])], {}, both),
    ];
    expect(whole.map((r) => told(r)[0].includes(BOB))).toEqual([true, false, false]);
    expect(JSON.stringify(whole.slice(1).map((r) => viewFor(r, 'stranger')))).not.toContain('b.example');
  });

  it('of the subject whatever its provider shows', async () => {
    const whole = [
      await report([empty(SUBJECT)]),
      await report([unreadable(SUBJECT)]),
      await report([shows(SUBJECT, [await mallory.sign([], { sub: BOB })])]),
    ];
    expect(whole.map((r) => viewFor(r, 'stranger').accounts.map((a) => [a.account, a.state]))).toEqual([
      [[SUBJECT, 'one-way']],
      [[SUBJECT, 'unreachable']],
      [[SUBJECT, 'foreign']],
    ]);
  });

  it('of what he gave himself, in any spelling', async () => {
    const whole = await seen([empty(GITHUB), empty(GITLAB)], { given: [GITHUB] });
    expect(told(whole, ['https://GitHub.com/alice/', 'https://other.example/'])).toEqual([[GITHUB], 2]);
  });

  it('in words that quote nobody', async () => {
    const detail = { detail: `profile page: it redirects to ${BOB}` };
    const whole = await seen(
      [{ ...unreadable(GITHUB, 'redirect'), ...detail }, shows(GITLAB, [`${s.slice(0, -8)}AAAAAAAA`])],
      known(GITHUB, GITLAB),
    );
    const reasons = (audience: Audience) =>
      viewFor(whole, audience)
        .accounts.slice(2)
        .map((a) => a.reason);
    expect(reasons('stranger')).toEqual([
      'It redirects to where a proof may not be.',
      'What claims to be a statement there does not hold.',
    ]);
    expect(reasons('caller')[0]).toBe(`It redirects to where a proof may not be. ${detail.detail}`);
  });
});

describe('what nobody named is told of', () => {
  it('weighs as one share, and adds up', async () => {
    const whole = await seen([shows(GITHUB, [s]), empty(GITLAB), empty(REDDIT)]);
    const { operators, independentOperators, evidence, prior } = viewFor(whole, 'stranger');
    expect(operators.map(({ operator }) => operator)).toEqual([
      'a.example',
      'github.com',
      'self-hosted',
      NOT_SHOWN,
    ]);
    expect(operators.at(-1)?.evidence).toBeCloseTo(-6, 1);
    expect(operators.reduce((sum, o) => sum + o.evidence, prior)).toBeCloseTo(evidence, 2);
    expect(independentOperators).toBe(whole.independentOperators);
  });

  it('is counted in no alert, and one that is about nobody else is not raised', async () => {
    const conflict = await seen([shows(GITHUB, [f]), shows(BOB, [f])]);
    const alerts = (r: Report) => viewFor(r, 'stranger').alerts.map(({ code, accounts }) => [code, accounts]);
    expect(viewFor(conflict, 'stranger').alerts).toEqual([
      {
        code: 'conflicting-statement',
        accounts: [GITHUB],
        message:
          '1 account of this identity shows another key, which names it as its own. Somebody else may hold that account.',
      },
    ]);
    expect(alerts(await seen([shows(BOB, [f])]))).toEqual([['conflicting-statement', []]]);
    const foreign = await mallory.sign([REDDIT], { sub: BOB });
    expect(alerts(await seen([shows(REDDIT, [foreign])]))).toEqual([]);
  });

  it('makes no name odd that is odd beside it alone', async () => {
    const twin = 'https://github.com/a1ice';
    const statement = await alice.sign([SITE, twin, 'https://github.com/alice']);
    const whole = await seen([empty(twin), shows(GITHUB, [statement])], {}, statement);
    const odd = (audience: Audience) =>
      viewFor(whole, audience).alerts.find(({ code }) => code === 'homograph')?.accounts;
    expect([odd('caller'), odd('stranger')]).toEqual([[twin, GITHUB], undefined]);
  });
});

describe('an account that only its own place discloses', () => {
  /** Her key with `sign`'s options, shown by her provider without a name and by REDDIT with its own. */
  async function secretly(
    more: Partial<Evidence> = {},
    options: Partial<Parameters<typeof signSdStatement>[0]> = {},
    shownThere: readonly string[] = [],
  ): Promise<Report> {
    const [own, bare] = await disclosing(alice, options);
    return report([shows(SUBJECT, [bare]), shows(REDDIT, [own, ...shownThere])], more);
  }
  /** A statement that names REDDIT, as it stands there and as it stands anywhere else. */
  async function disclosing(
    who: Identity,
    options: Partial<Parameters<typeof signSdStatement>[0]> = {},
  ): Promise<[string, string]> {
    const input = { key: who.jwk, sub: SUBJECT, accounts: [REDDIT], now: daysAgo(30), ...options };
    const { presentations, bare } = await signSdStatement(input);
    return [presentations.get(REDDIT) ?? '', bare];
  }
  const names = (whole: Report, audience: Audience, given: string[] = []) =>
    viewFor(whole, audience, { given }).accounts.map((a) => a.account);

  it('is told to operators alone, and to whoever gave it', async () => {
    const whole = await secretly();
    expect([
      names(whole, 'stranger'),
      names(whole, 'caller'),
      names(whole, 'operator'),
      names(whole, 'stranger', [REDDIT]),
    ]).toEqual([[SUBJECT], [SUBJECT], [SUBJECT, REDDIT], [SUBJECT, REDDIT]]);
    expect(JSON.stringify(viewFor(whole, 'caller'))).not.toContain('reddit');
    expect(viewFor(whole, 'stranger').unconfirmed).toBe(0);
    expect(viewFor(whole, 'caller').operators).toEqual([
      whole.operators[0],
      { operator: NOT_SHOWN, evidence: whole.operators[1]?.evidence },
    ]);
  });

  it('stays so when it shows a rival key, and when the rival alone names it', async () => {
    const [own] = await disclosing(mallory);
    const both = await secretly({}, {}, [own]);
    const rivals = await seen([shows(REDDIT, [own])], {}, await alice.sign([SITE]));
    const stateThere = (r: Report) => r.accounts.find((a) => a.account === REDDIT)?.state;
    expect([both, rivals].map(stateThere)).toEqual(['conflicting', 'conflicting']);
    expect([names(both, 'caller'), names(rivals, 'caller')]).toEqual([[SUBJECT], [SUBJECT, SITE]]);
  });

  it('stays so when its statement has ended, or is no longer the newest', async () => {
    const times = { now: daysAgo(200), days: 100, seq: 1 };
    const before = { history: [knownFor(300, alice, [SUBJECT, REDDIT], [])] };
    const ended = await secretly(before, times);
    const [own] = await disclosing(alice, { now: daysAgo(200), seq: 1 });
    const dropped = await seen([shows(REDDIT, [own])], before, await alice.sign([SITE], { seq: 2 }));
    const stateThere = (r: Report) => r.accounts.find((a) => a.account === REDDIT)?.state;
    expect([ended, dropped].map(stateThere)).toEqual(['expired', 'unclaimed']);
    expect([names(ended, 'caller'), names(dropped, 'caller')]).toEqual([[SUBJECT], [SUBJECT, SITE]]);
  });
});
