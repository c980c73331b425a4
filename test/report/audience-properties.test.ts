import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Audience, NOT_SHOWN, viewFor } from '../../src/report/audience.js';
import { reportOf } from '../../src/report/build.js';
import type { PublicReport, Report } from '../../src/report/types.js';
import { identity, SUBJECT } from '../support/scenario.js';
import { holds, runs } from '../support/scenes.js';
import { evidenceOf, type People, type Place, POINTED_AT, ROLES, type Role } from './support/roles.js';

let people: People;
beforeAll(async () => {
  const [alice, mallory] = await Promise.all([identity(), identity()]);
  people = { alice, mallory };
});

type Viewer = (report: Report, audience: Audience) => PublicReport;

/** Each at an operator of its own, and of names that occur nowhere else. */
const PLACES = [
  'https://github.com/aaaa',
  'https://gitlab.com/bbbb',
  'https://www.reddit.com/user/cccc',
  'https://keybase.io/dddd',
  'https://eeee.example/',
  'https://ffff.example/',
  'mimi://gggg.example/u/gggg',
  'https://hhhh.example/',
];
/** Beside the first ones, at the same operators. */
const SIBLINGS = ['https://github.com/iiii', 'https://gitlab.com/jjjj', 'https://kkkk.eeee.example/'];

const role = fc.constantFrom<Role>(...ROLES, 'confirmed', 'rival', 'private');
const worlds: fc.Arbitrary<readonly Place[]> = fc
  .subarray([...PLACES, ...SIBLINGS], { minLength: 1 })
  .chain((uris) =>
    fc.tuple(...uris.map((uri) => fc.record({ uri: fc.constant(uri), role, known: fc.boolean() }))),
  );

/** Names, hosts and operators of the accounts that a view leaves out, unless what it shows has them too. */
function secrets(report: Report, view: Report): string[] {
  const named = new Set(view.accounts.map(({ account }) => account));
  const open = view.accounts.flatMap((a) => [a.account, a.operator]).join(' ');
  return report.accounts
    .filter(({ account }) => !named.has(account))
    .flatMap(({ account, operator }) => [account, new URL(account).hostname, operator])
    .filter((text) => !open.includes(text));
}

const sum = ({ operators, prior }: Report) => operators.reduce((total, o) => total + o.evidence, prior);

const tellsNothing = (view: Viewer, audience: Audience) =>
  fc.asyncProperty(worlds, async (places) => {
    const report = await reportOf(await evidenceOf(places, people));
    const seen = view(report, audience);
    const text = JSON.stringify(seen);
    expect(secrets(report, seen).filter((secret) => text.includes(secret))).toEqual([]);
    expect(Math.abs(sum(seen) - report.evidence)).toBeLessThan(0.01);
    expect(view(seen, audience)).toEqual(seen);
    expect(seen.accounts[0]?.account).toBe(SUBJECT);
    expect(seen.accounts.some((a) => a.private)).toBe(false);
    if (audience === 'stranger') expect(text).not.toContain('carol');
  });

/** Roles of accounts that strangers are not told of, and where each of them may be: the same but for the name. */
const HIDDEN: readonly Role[] = ['empty', 'away', 'other', 'broken', 'private', 'copied', 'asked'];
const HERE = ['https://www.reddit.com/user/cccc', 'https://keybase.io/dddd', 'https://hhhh.example/'];
const THERE = ['https://lobste.rs/~llll', 'https://codeberg.org/mmmm', 'https://nnnn.example/'];

const sameForOthers = (view: Viewer) =>
  fc.asyncProperty(
    fc.tuple(fc.constantFrom<Role>('confirmed', 'pointing', 'rival'), fc.constantFrom<Role>(...ROLES)),
    fc.array(fc.record({ role: fc.constantFrom(...HIDDEN), known: fc.constant(false) }), { maxLength: 3 }),
    fc.boolean(),
    async (roles, hidden, known) => {
      const open = roles.map((own, i) => ({ uri: PLACES[i] as string, role: own, known }));
      const [here, there] = await Promise.all(
        [HERE, THERE].map(async (uris) => {
          const secret = hidden.map((place, i) => ({ ...place, uri: uris[i] as string }));
          return view(await reportOf(await evidenceOf([...open, ...secret], people)), 'stranger');
        }),
      );
      expect(here).toEqual(there);
    },
  );

/** Mistakes that a view could make. */
const filtersAccounts: Viewer = (report, audience) => ({
  ...report,
  accounts: viewFor(report, audience).accounts,
});
const keepsAlerts: Viewer = (report, audience) => ({ ...viewFor(report, audience), alerts: report.alerts });
const keepsKeys: Viewer = (report, audience) => ({ ...viewFor(report, audience), keys: report.keys });
const keepsShares: Viewer = (report, audience) => ({
  ...viewFor(report, audience),
  operators: report.operators,
});
const dropsShares: Viewer = (report, audience) => {
  const view = viewFor(report, audience);
  return { ...view, operators: view.operators.filter(({ operator }) => operator !== NOT_SHOWN) };
};

describe('a view of a report', () => {
  it.each<Audience>(['stranger', 'caller'])(
    'betrays to a %s nothing of what it leaves out, adds up, and is its own view',
    async (audience) => {
      await fc.assert(tellsNothing(viewFor, audience), { numRuns: runs(150) });
    },
  );

  it('hangs for a stranger on how many accounts it hides, and not on which', async () => {
    await fc.assert(sameForOthers(viewFor), { numRuns: runs(80) });
  });

  it('is the whole report where there is nothing to hide', async () => {
    const openly = worlds.map((places) =>
      places
        .filter(({ uri }) => !uri.startsWith('mimi:'))
        .map((p, i) => ({
          ...p,
          role: (['confirmed', 'rival'] as const)[i % 2] as Role,
          known: i % 3 === 0,
        })),
    );
    await fc.assert(
      fc.asyncProperty(openly, async (places) => {
        const report = await reportOf(await evidenceOf(places, people));
        expect(viewFor(report, 'caller')).toEqual(report);
        expect(viewFor(report, 'stranger')).toEqual({ ...report, unconfirmed: 0 });
      }),
      { numRuns: runs(40) },
    );
  });

  it('is the whole report for an operator', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (places) => {
        const report = await reportOf(await evidenceOf(places, people));
        expect(viewFor(report, 'operator')).toEqual(report);
      }),
      { numRuns: runs(10) },
    );
  });

  it.each([
    ['leaves out accounts alone', filtersAccounts],
    ['leaves the alerts as they are', keepsAlerts],
    ['leaves the keys as they are', keepsKeys],
    ['leaves the shares as they are', keepsShares],
    ['leaves shares out', dropsShares],
  ])('that %s fails these properties', async (_, wrong) => {
    const kept = [await holds(tellsNothing(wrong, 'stranger'), 150), await holds(sameForOthers(wrong), 80)];
    expect(kept).toContain(false);
  });

  it('still says who serves what a named account points to', async () => {
    const places = [{ uri: PLACES[4] as string, role: 'pointing' as const, known: false }];
    const view = viewFor(await reportOf(await evidenceOf(places, people)), 'stranger');
    const [found] = view.accounts[1]?.found ?? [];
    expect([found, view.accounts[1]?.reason]).toEqual([
      {
        where: 'profile page',
        container: 'jwt',
        url: `https://${POINTED_AT}/`,
        digest: 'd',
        servedBy: POINTED_AT,
      },
      `It shows the key, and the statement names it. Served by ${POINTED_AT}.`,
    ]);
  });
});
