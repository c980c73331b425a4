import { beforeAll, describe, expect, it } from 'vitest';
import { empty, type Identity, identity, knownFor, report, SUBJECT, shows } from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const SITE = 'https://alice.example/';
const PLATFORMS = [
  GITHUB,
  'https://gitlab.com/alice',
  'https://www.reddit.com/user/alice',
  'https://news.ycombinator.com/user?id=alice',
  'https://keybase.io/alice',
  'https://lobste.rs/~alice',
];

let alice: Identity;
let mallory: Identity;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
});

const shares = (r: { operators: readonly { operator: string; evidence: number }[] }) =>
  Object.fromEntries(r.operators.map((o) => [o.operator, Math.round(o.evidence * 10) / 10]));

describe('the numbers of scoring section 5', () => {
  it('a provider alone is weak', async () => {
    const s = await alice.sign([]);
    const r = await report([shows(SUBJECT, [s])]);
    expect([r.verdict, r.score.toFixed(3), shares(r)]).toEqual(['weak', '0.986', { 'a.example': 18.4 }]);
  });

  it('a provider and an own site are consistent', async () => {
    const s = await alice.sign([SITE]);
    const r = await report([shows(SUBJECT, [s]), shows(SITE, [s])]);
    expect([r.verdict, r.score.toFixed(3), shares(r)]).toEqual([
      'consistent',
      '0.999',
      { 'a.example': 18.4, 'self-hosted': 12.1 },
    ]);
  });

  it('a provider, GitHub and four empty accounts are consistent', async () => {
    const named = PLATFORMS.slice(0, 5);
    const s = await alice.sign(named);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), ...named.slice(1).map(empty)]);
    expect([r.verdict, r.score.toFixed(3)]).toEqual(['consistent', '0.994']);
    expect(Object.values(shares(r)).sort((a, b) => a - b)).toEqual([-3, -3, -3, -3, 16.1, 18.4]);
  });

  it('six platforms without the provider are weak, whatever they say', async () => {
    const s = await alice.sign(PLATFORMS);
    const r = await report([empty(SUBJECT), ...PLATFORMS.map((p) => shows(p, [s]))]);
    expect([r.verdict, r.score]).toEqual(['weak', 0.5]);
  });

  it('a fifth platform with a forged key conflicts, and the true key leads', async () => {
    const named = PLATFORMS.slice(0, 5);
    const fifth = PLATFORMS[4] as string;
    const s = await alice.sign(named);
    const f = await mallory.sign([fifth]);
    const r = await report([
      shows(SUBJECT, [s]),
      ...named.slice(0, 4).map((p) => shows(p, [s])),
      shows(fifth, [f]),
    ]);
    expect([r.verdict, r.score.toFixed(3), r.identityKey]).toEqual(['conflicting', '0.985', alice.key]);
  });

  it('the same, known for 60 days, is consistent with an alert', async () => {
    const named = PLATFORMS.slice(0, 5);
    const fifth = PLATFORMS[4] as string;
    const s = await alice.sign(named);
    const f = await mallory.sign([fifth]);
    const r = await report(
      [shows(SUBJECT, [s]), ...named.slice(0, 4).map((p) => shows(p, [s])), shows(fifth, [f])],
      { history: [knownFor(60, alice, [SUBJECT, ...named], [s])] },
    );
    expect([r.verdict, r.score > 0.999, r.alerts.map((a) => a.code)]).toEqual([
      'consistent',
      true,
      ['conflicting-statement'],
    ]);
  });

  it.each([1, 1000])('%i rival keys on domains weigh as one', async (rivals) => {
    const s = await alice.sign([GITHUB]);
    const forged = await Promise.all(
      Array.from({ length: rivals }, async (_, i) => {
        const rival = await identity();
        const site = `https://rival${i}.example/`;
        return shows(site, [await rival.sign([site])]);
      }),
    );
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), ...forged]);
    expect([r.verdict, r.score.toFixed(3), r.identityKey]).toEqual(['conflicting', '0.985', alice.key]);
  });

  it('a provider that turned, against three old accounts: conflicting, the old key leads', async () => {
    const old = PLATFORMS.slice(0, 3);
    const s = await alice.sign(old);
    const free = Array.from({ length: 6 }, (_, i) => `https://github.com/mallory${i}`);
    const f = await mallory.sign(free);
    const r = await report(
      [shows(SUBJECT, [f]), ...free.map((p) => shows(p, [f])), ...old.map((p) => shows(p, [s]))],
      { history: [knownFor(60, alice, [SUBJECT, ...old], [s])] },
    );
    expect([r.verdict, r.score, r.identityKey]).toEqual(['conflicting', 0.5, alice.key]);
  });

  it('a platform that used to show the key and is silent now costs 8.2', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const r = await report([shows(SUBJECT, [s]), shows(SITE, [s]), empty(GITHUB)], {
      history: [knownFor(60, alice, [SUBJECT, SITE, GITHUB], [s])],
    });
    expect(shares(r)['github.com']).toBe(-8.2);
  });
});
