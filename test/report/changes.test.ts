import { beforeAll, describe, expect, it } from 'vitest';
import { type Change, changesBetween } from '../../src/report/changes.js';
import type { Report } from '../../src/report/types.js';
import { empty, type Identity, identity, report, SUBJECT, shows, unreadable } from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const SITE = 'https://alice.example/';

let alice: Identity;
let mallory: Identity;
let s: string;
let f: string;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
  [s, f] = await Promise.all([alice.sign([GITHUB, SITE]), mallory.sign([GITHUB, SITE])]);
});

const told = (before: Report | null, after: Report) =>
  changesBetween(before, after).map(({ at: _, message: __, ...change }: Change) => change);

describe('what changed', () => {
  it('is, in a first report, that there is one, and what it confirms', async () => {
    const first = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(SITE)]);
    expect(changesBetween(null, first)).toEqual([
      {
        at: first.generatedAt,
        kind: 'first-seen',
        to: 'consistent',
        message: 'First look: the verdict is consistent.',
      },
      ...[SUBJECT, GITHUB].map((account) => ({
        at: first.generatedAt,
        kind: 'account-confirmed',
        account,
        state: 'consistent',
        message: 'It shows the key, and the statement names it.',
      })),
    ]);
  });

  it('is nothing between two reports that say the same', async () => {
    const seen = [shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(SITE)];
    expect(told(await report(seen), await report([...seen].reverse()))).toEqual([]);
  });

  it('is the verdict, the operators, the accounts and the alerts', async () => {
    const before = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), empty(SITE)]);
    const after = await report([shows(SUBJECT, [s]), shows(GITHUB, [f]), shows(SITE, [s])]);
    expect(told(before, after)).toEqual([
      { kind: 'verdict-changed', from: 'consistent', to: 'conflicting' },
      { kind: 'account-confirmed', account: SITE, state: 'consistent' },
      { kind: 'account-unconfirmed', account: GITHUB, state: 'conflicting' },
      { kind: 'alert-raised', code: 'conflicting-statement' },
    ]);
    expect(told(after, before).slice(-1)).toEqual([{ kind: 'alert-cleared', code: 'conflicting-statement' }]);
  });

  it('is the key that leads', async () => {
    const [hers, his, none] = [
      await report([shows(SUBJECT, [s])]),
      await report([shows(SUBJECT, [f])]),
      await report([empty(SUBJECT)]),
    ];
    const keys = (before: Report, after: Report) =>
      changesBetween(before, after)
        .filter(({ kind }) => kind === 'key-changed')
        .map(({ from, to, message }) => [from, to, message]);
    expect([...keys(hers, his), ...keys(hers, none), ...keys(none, hers)]).toEqual([
      [alice.key, mallory.key, 'Another key leads.'],
      [alice.key, null, 'No key leads any more.'],
      [null, alice.key, 'A key leads, where none did.'],
    ]);
  });

  it('is, of an account that is confirmed no longer, in which state it is', async () => {
    const before = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(SITE, [s])]);
    const unconfirmed = (after: Report) =>
      changesBetween(before, after)
        .filter(({ kind }) => kind === 'account-unconfirmed')
        .map(({ account, state, message }) => [account, state, message]);
    const away = await report([shows(SUBJECT, [s]), unreadable(GITHUB), shows(SITE, [s])]);
    const gone: Report = { ...away, accounts: away.accounts.filter(({ account }) => account !== GITHUB) };
    expect([...unconfirmed(away), ...unconfirmed(gone)]).toEqual([
      [GITHUB, 'unreachable', 'It was confirmed before, and is unreachable now.'],
      [GITHUB, null, 'It was confirmed before, and is not in the report any more.'],
    ]);
  });
});
