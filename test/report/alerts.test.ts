import { beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/report/types.js';
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
const PLACES = [GITHUB, GITLAB, REDDIT, SITE];

let alice: Identity;
let mallory: Identity;
let s: string;
let f: string;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
  [s, f] = await Promise.all([alice.sign(PLACES), mallory.sign(PLACES)]);
});

const history = (at: readonly string[] = PLACES) => ({
  history: [knownFor(60, alice, [SUBJECT, ...at], [s])],
});

/** Codes with the accounts they name. */
const told = (alerts: readonly Alert[]) =>
  Object.fromEntries(alerts.map(({ code, accounts }) => [code, accounts]));

describe('an alert', () => {
  it('is not raised where all is well', async () => {
    const r = await report(
      [SUBJECT, ...PLACES].map((a) => shows(a, [s])),
      history(),
    );
    expect(r.alerts).toEqual([]);
  });

  it('conflicting-statement names the accounts that show another key', async () => {
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(SITE, [f])]);
    expect(told(r.alerts)).toEqual({ 'conflicting-statement': [SITE] });
  });

  it('equivocation names the accounts that show either statement', async () => {
    const [one, two] = [await alice.sign([GITHUB], { seq: 9 }), await alice.sign([SITE], { seq: 9 })];
    const r = await report([shows(SUBJECT, [one]), shows(GITHUB, [two])]);
    expect(told(r.alerts)).toEqual({ equivocation: [GITHUB, SUBJECT] });
  });

  it('key-discontinuity and mass-replacement tell of a takeover of most places', async () => {
    const r = await report(
      [shows(SUBJECT, [f]), ...PLACES.slice(0, 3).map((a) => shows(a, [f])), shows(SITE, [s])],
      history(),
    );
    expect(told(r.alerts)).toEqual({
      'key-discontinuity': [GITHUB, GITLAB, REDDIT, SUBJECT],
      'conflicting-statement': [SITE],
      'mass-replacement': [GITHUB, GITLAB, REDDIT, SUBJECT],
    });
  });

  it('mass-removal needs three operators and half of those last consistent, all of them read', async () => {
    const gone = (count: number, missing = empty) =>
      report(
        [shows(SUBJECT, [s]), ...PLACES.map((a, i) => (i < count ? missing(a) : shows(a, [s])))],
        history(),
      );
    const [two, three, unread] = [await gone(2), await gone(3), await gone(3, unreadable)];
    expect([two, three, unread].map((r) => told(r.alerts))).toEqual([
      {},
      { 'mass-removal': [GITHUB, GITLAB, REDDIT] },
      {},
    ]);
  });

  it('mass-removal counts operators that an older memory names without their accounts', async () => {
    const { supports: _, ...entry } = knownFor(60, alice, [], [s], {
      operators: ['a.example', 'github.com', 'gitlab.com', 'reddit.com'],
    });
    const r = await report([shows(SUBJECT, [s]), empty(GITHUB), empty(GITLAB), empty(REDDIT)], {
      history: [entry],
    });
    expect(told(r.alerts)).toEqual({ 'mass-removal': [GITHUB, GITLAB, REDDIT] });
  });

  it('mass-removal does not count what its owner gave up or let expire', async () => {
    const newer = await alice.sign([SITE], { revoked: [GITHUB, GITLAB, REDDIT], now: daysAgo(1) });
    const r = await report(
      [shows(SUBJECT, [newer]), shows(SITE, [newer]), empty(GITHUB), empty(GITLAB), empty(REDDIT)],
      history(),
    );
    expect(told(r.alerts)).toEqual({});
  });

  it('rollback names the accounts that show the older statement', async () => {
    const older = await alice.sign(PLACES, { now: daysAgo(50) });
    const r = await report([shows(SUBJECT, [older]), shows(SITE, [older])], history());
    expect(told(r.alerts)).toEqual({ rollback: [SITE, SUBJECT] });
  });

  it('foreign-subject tells of a key and of an account that speak for another identity, and not for whom', async () => {
    const sub = 'mimi://c.example/u/carol';
    const other = await mallory.sign([GITHUB], { sub });
    const both = await alice.sign([REDDIT], { sub });
    const account = await report([shows(SUBJECT, [s]), shows(SITE, [s]), shows(GITHUB, [other])]);
    const key = await report([shows(SUBJECT, [s]), shows(SITE, [s]), shows(REDDIT, [both])]);
    expect([account, key].map((r) => told(r.alerts))).toEqual([
      { 'foreign-subject': [GITHUB] },
      { 'foreign-subject': [SITE, REDDIT, SUBJECT] },
    ]);
    expect(JSON.stringify([account, key])).not.toContain('carol');
  });

  it('statement-expiring comes less than 14 days before the end', async () => {
    const ends = (days: number) => alice.sign([GITHUB], { now: daysAgo(100), days: 100 + days });
    const reports = await Promise.all(
      [13, 14].map(async (days) => {
        const text = await ends(days);
        return report([shows(SUBJECT, [text]), shows(GITHUB, [text])]);
      }),
    );
    expect(reports.map((r) => told(r.alerts))).toEqual([{ 'statement-expiring': [SUBJECT] }, {}]);
  });

  it('statement-expired names the accounts whose only statement is past its end', async () => {
    const old = await alice.sign(PLACES, { now: daysAgo(100), days: 99 });
    const r = await report([shows(SUBJECT, [old]), empty(GITHUB)]);
    expect([told(r.alerts), r.verdict]).toEqual([{ 'statement-expired': [SUBJECT] }, 'none']);
  });

  it('homograph points at names that can be mistaken for one another', async () => {
    const text = await alice.sign(['https://github.com/a1ice', 'https://github.com/alice']);
    const r = await report([shows(SUBJECT, [text])]);
    expect(told(r.alerts)).toEqual({
      homograph: ['https://github.com/a1ice', 'https://github.com/alice'],
    });
  });

  it('perspective-disagreement names what is shown to some readers only', async () => {
    const r = await report([
      shows(SUBJECT, [s]),
      shows(SITE, [s]),
      { ...shows(GITHUB, [s]), perspective: 'here' },
      { ...shows(GITHUB, [f]), perspective: 'there' },
    ]);
    expect(told(r.alerts)).toEqual({
      'conflicting-statement': [GITHUB],
      'perspective-disagreement': [GITHUB],
    });
  });
});
