import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
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
} from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const GITLAB = 'https://gitlab.com/alice';
const REDDIT = 'https://www.reddit.com/user/alice';
const SITE = 'https://alice.example/';
const RIVAL = 'https://mallory.example/';

let alice: Identity;
let mallory: Identity;
let forged: string;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
  forged = await mallory.sign([RIVAL, GITHUB, GITLAB, SITE, 'https://github.com/mallory']);
});

/** Shares in decibans, by operator; newcomers by whose they are. */
function shares(r: Report): Record<string, number> {
  const name = (operator: string) => operator.replace(alice.key, 'alice').replace(mallory.key, 'mallory');
  return Object.fromEntries(r.operators.map((o) => [name(o.operator), Math.round(o.evidence * 10) / 10 + 0]));
}

describe('without a contest', () => {
  it('platforms weigh one by one, and all self-hosted operators as one', async () => {
    const s = await alice.sign([GITHUB, GITLAB, SITE, 'https://alice.test.example.org/']);
    const all = [GITHUB, GITLAB, SITE, 'https://alice.test.example.org/'].map((a) => shows(a, [s]));
    const r = await report([shows(SUBJECT, [s]), ...all]);
    expect([shares(r), r.independentOperators]).toEqual([
      { 'a.example': 18.4, 'github.com': 16.1, 'gitlab.com': 16.1, 'self-hosted': 12.1 },
      4,
    ]);
  });

  it('a self-hosted operator with standing weighs singly', async () => {
    const s = await alice.sign([SITE, 'https://new.example/']);
    const r = await report([shows(SUBJECT, [s]), shows(SITE, [s]), shows('https://new.example/', [s])], {
      history: [knownFor(60, alice, [SUBJECT, SITE], [s])],
    });
    expect(shares(r)).toEqual({ 'a.example': 18.4, 'alice.example': 14.4, 'self-hosted': 12.1 });
  });

  it('an operator is silent only if all its accounts are', async () => {
    const other = 'https://github.com/alice-work';
    const s = await alice.sign([GITHUB, other]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(other)]);
    expect([shares(r), r.accounts.map((a) => [a.state, Math.round(a.evidence)])]).toEqual([
      { 'a.example': 18.4, 'github.com': 16.1 },
      [
        ['consistent', 18],
        ['consistent', 16],
        ['one-way', 16],
      ],
    ]);
  });

  it('a page of the provider’s own host weighs as the provider', async () => {
    const own = 'https://a.example/~alice';
    const s = await alice.sign([own]);
    const r = await report([shows(SUBJECT, [s]), shows(own, [s])]);
    expect([shares(r), r.verdict]).toEqual([{ 'a.example': 18.4 }, 'weak']);
  });
});

describe('in a contest', () => {
  it('accounts with standing weigh by operator, all others of a key as one newcomer', async () => {
    const s = await alice.sign([GITHUB, GITLAB, REDDIT, SITE]);
    const r = await report(
      [
        shows(SUBJECT, [s]),
        ...[GITHUB, GITLAB, REDDIT, SITE].map((a) => shows(a, [s])),
        shows(RIVAL, [forged]),
        shows('https://github.com/mallory', [forged]),
      ],
      { given: [GITHUB, SITE] },
    );
    expect([shares(r), r.verdict]).toEqual([
      { 'a.example': 18.4, 'github.com': 16.1, 'newcomers of alice': 12.1, 'newcomers of mallory': -12.1 },
      'consistent',
    ]);
  });

  it('accounts with standing at one operator that support different keys cancel out', async () => {
    const other = 'https://github.com/alice-work';
    const s = await alice.sign([GITHUB, GITLAB]);
    const f = await mallory.sign([other]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(GITLAB, [s]), shows(other, [f])], {
      given: [GITHUB, GITLAB, other],
    });
    expect(shares(r)).toEqual({ 'a.example': 18.4, 'gitlab.com': 16.1 });
  });

  it('newcomers never cancel what has standing at the same operator', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report(
      [shows(SUBJECT, [s]), shows(GITHUB, [s]), shows('https://github.com/mallory', [forged])],
      { given: [GITHUB] },
    );
    expect(shares(r)).toEqual({ 'a.example': 18.4, 'github.com': 16.1, 'newcomers of mallory': -12.1 });
  });

  it('one more account at an operator that already weighs for the key adds nothing', async () => {
    const other = 'https://github.com/alice-work';
    const s = await alice.sign([GITHUB, other]);
    const r = await report(
      [shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(other, [s]), shows(RIVAL, [forged])],
      { given: [GITHUB] },
    );
    expect([
      shares(r),
      r.accounts.filter((a) => [GITHUB, other].includes(a.account)).map((a) => a.evidence),
    ]).toEqual([
      { 'a.example': 18.4, 'github.com': 16.1, 'newcomers of mallory': -12.1 },
      [r.operators[1]?.evidence, r.operators[1]?.evidence],
    ]);
  });

  it('silence of places that showed the key for less than 30 days goes on weighing', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const own = await mallory.sign([RIVAL]);
    const places = [shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(GITLAB), shows(RIVAL, [own])];
    const history = [knownFor(10, alice, [SUBJECT, GITHUB, GITLAB], [s])];
    expect(shares(await report(places, { history }))['gitlab.com']).toBe(-8.2);
  });

  it('silence of places that were only ever named stops counting with all that is cheap', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(GITLAB), shows(RIVAL, [forged])]);
    expect(shares(r)['gitlab.com']).toBe(undefined);
  });

  it('what only a rival names is nothing', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(GITLAB), shows(RIVAL, [forged])]);
    expect(shares(r)).toEqual({
      'a.example': 18.4,
      'newcomers of alice': 12.1,
      'newcomers of mallory': -12.1,
    });
  });

  it('a thousand keys at a place with standing weigh no more than the place', async () => {
    const s = await alice.sign([GITHUB, GITLAB, REDDIT]);
    const forgeries = await Promise.all(
      Array.from({ length: 50 }, async () => (await identity()).sign([REDDIT])),
    );
    const r = await report(
      [shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(GITLAB, [s]), shows(REDDIT, forgeries)],
      { given: [GITHUB, GITLAB, REDDIT] },
    );
    expect([r.identityKey, r.score > 0.999]).toEqual([alice.key, true]);
  });
});

describe('standing', () => {
  const contest = async (more: Parameters<typeof report>[1], extra = {}) => {
    const s = await alice.sign([GITHUB, SITE]);
    const r = await report(
      [shows(SUBJECT, [s]), shows(GITHUB, [s], extra), shows(SITE, [s]), shows(RIVAL, [forged])],
      more,
    );
    return Object.keys(shares(r)).sort();
  };

  it('comes from 30 days of consistent verifications, not from 29, with whatever key', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const by = (days: number, who = alice) => ({
      history: [knownFor(days, who, [SUBJECT, SITE], who === alice ? [s] : [])],
    });
    expect([await contest(by(31)), await contest(by(30)), await contest(by(60, mallory))]).toEqual([
      ['a.example', 'alice.example', 'newcomers of alice', 'newcomers of mallory'],
      ['a.example', 'newcomers of alice', 'newcomers of mallory'],
      ['a.example', 'alice.example', 'newcomers of alice', 'newcomers of mallory'],
    ]);
  });

  it('comes with being given on a platform, not on a domain', async () => {
    expect(await contest({ given: [GITHUB, SITE] })).toEqual([
      'a.example',
      'github.com',
      'newcomers of alice',
      'newcomers of mallory',
    ]);
  });

  it('is lost by an account that was made after the statement that names it', async () => {
    expect(await contest({ given: [GITHUB] }, { createdAt: daysAgo(2).toISOString() })).toEqual([
      'a.example',
      'newcomers of alice',
      'newcomers of mallory',
    ]);
  });

  it('is not lost because a stranger dated his statement back', async () => {
    const early = await mallory.sign([RIVAL, GITHUB], { now: daysAgo(390) });
    const s = await alice.sign([GITHUB]);
    const r = await report(
      [
        shows(SUBJECT, [s]),
        shows(GITHUB, [s], { createdAt: daysAgo(100).toISOString() }),
        shows(RIVAL, [early]),
      ],
      { given: [GITHUB] },
    );
    expect(Object.keys(shares(r))).toContain('github.com');
  });

  it('has an account seen with a token keep what the store knows of it', async () => {
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), showsToken(GITHUB, [alice.token(GITHUB)])], {
      history: [knownFor(60, alice, [SUBJECT, GITHUB], [s])],
    });
    expect(shares(r)).toEqual({ 'a.example': 18.4, 'github.com': 18.4 });
  });

  it('comes from an entry without supports too: accounts that its statement names at its operators', async () => {
    const s = await alice.sign([GITHUB]);
    const { supports: _, ...entry } = knownFor(60, alice, [], [s], {
      operators: ['a.example', 'www.github.com'],
    });
    const r = await report([shows(SUBJECT, [s]), empty(GITHUB)], { history: [entry] });
    expect(shares(r)).toEqual({ 'a.example': 18.4, 'github.com': -8.2 });
  });
});

describe('what the reader believes', () => {
  it('replaces the table’s number for an operator, by any of its hosts', async () => {
    const s = await alice.sign([GITHUB]);
    const places = [shows(SUBJECT, [s]), shows(GITHUB, [s])];
    const trusting = await report(places, { operators: { 'gist.github.com': { compromise: 0.001 } } });
    const wary = await report(places, { operators: { 'github.com': { compromise: 0.5 } } });
    expect([shares(trusting)['github.com'], shares(wary)['github.com']]).toEqual([29.2, 0.7]);
  });
});
