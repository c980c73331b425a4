import { beforeAll, describe, expect, it } from 'vitest';
import type { HistoryKey } from '../../src/evidence/types.js';
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
const OPERATORS = ['a.example', 'github.com', 'gitlab.com', 'reddit.com'];

let alice: Identity;
let mallory: Identity;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
});

/** The members that every entry has, and nothing of what accounts it saw (contract section 3). */
function entry(who: Identity, first: number, last: number, operators = OPERATORS): HistoryKey {
  return {
    key: who.key,
    firstSeen: daysAgo(first).toISOString(),
    lastSeen: daysAgo(last).toISOString(),
    operators,
    seq: 1,
  };
}

describe('a history of keys and operators alone', () => {
  it('tells of a key that the provider anchored, for 90 days from when it was last seen', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const places = [unreadable(SUBJECT), shows(GITHUB, [s]), shows(GITLAB, [s])];
    const others = OPERATORS.filter((operator) => operator !== 'a.example');
    const entries = [entry(alice, 100, 1), entry(alice, 200, 91), entry(alice, 100, 1, others)];
    const reports = await Promise.all(entries.map((history) => report(places, { history: [history] })));
    expect(reports.map((r) => [r.anchored, r.verdict])).toEqual([
      [true, 'consistent'],
      [false, 'weak'],
      [false, 'weak'],
    ]);
  });

  it('believes its accounts, where it tells them, before its operators', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const places = [unreadable(SUBJECT), shows(GITHUB, [s]), shows(GITLAB, [s])];
    const told = (accounts: string[]) => {
      const { anchoredUntil: _, ...history } = knownFor(100, alice, accounts, [s], { operators: OPERATORS });
      return report(places, { history: [history] });
    };
    const reports = await Promise.all([told([SUBJECT, GITHUB]), told([GITHUB, GITLAB])]);
    expect(reports.map((r) => r.anchored)).toEqual([true, false]);
  });

  it('yields to what the provider shows today', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const f = await mallory.sign([]);
    const r = await report([shows(SUBJECT, [f]), shows(GITHUB, [s]), shows(GITLAB, [s])], {
      history: [entry(alice, 100, 1)],
    });
    expect([r.identityKey === alice.key, r.anchored, r.verdict]).toEqual([true, false, 'conflicting']);
  });

  it('raises mass-removal where no statement is left that names the accounts', async () => {
    const places = [empty(SUBJECT), empty(GITHUB), empty(GITLAB), empty(REDDIT)];
    const r = await report(places, { history: [entry(alice, 60, 1)] });
    expect(r.alerts.map((a) => [a.code, a.accounts])).toEqual([
      ['mass-removal', [GITHUB, GITLAB, REDDIT, SUBJECT]],
    ]);
  });

  it('does not take an outage for a removal', async () => {
    const places = [empty(SUBJECT), unreadable(GITHUB), unreadable(GITLAB), empty(REDDIT)];
    const r = await report(places, { history: [entry(alice, 60, 1)] });
    expect(r.alerts).toEqual([]);
  });

  it('raises mass-replacement where every place shows another key', async () => {
    const f = await mallory.sign([GITHUB, GITLAB, REDDIT]);
    const places = [SUBJECT, GITHUB, GITLAB, REDDIT].map((account) => shows(account, [f]));
    const r = await report(places, { history: [entry(alice, 60, 1)] });
    expect([r.verdict, r.alerts.map((a) => a.code)]).toEqual([
      'conflicting',
      ['key-discontinuity', 'mass-replacement'],
    ]);
  });
});

describe('an account that a lineage revoked', () => {
  it('says nothing against it by its silence, whoever leads', async () => {
    const named = [GITHUB, GITLAB, REDDIT];
    const before = await alice.sign(named, { now: daysAgo(200) });
    const kept = await alice.sign([GITHUB], { revoked: [REDDIT] });
    const dropped = await alice.sign([GITHUB]);
    const f = await mallory.sign([GITLAB]);
    const shares = await Promise.all(
      [kept, dropped].map(async (s) => {
        const places = [shows(SUBJECT, [f]), shows(GITLAB, [f]), shows(GITHUB, [s]), empty(REDDIT)];
        const history = [knownFor(60, alice, [SUBJECT, ...named], [before])];
        const r = await report(places, { history });
        const share = r.operators.find((o) => o.operator === 'reddit.com')?.evidence ?? 0;
        return [r.identityKey === mallory.key, Math.round(share * 10) / 10];
      }),
    );
    expect(shares).toEqual([
      [true, 0],
      [true, 8.2],
    ]);
  });
});
