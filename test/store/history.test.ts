import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../src/evidence/types.js';
import type { Audience } from '../../src/report/audience.js';
import type { Change } from '../../src/report/changes.js';
import { CursorError, historyOf, MAX_COMPARED } from '../../src/store/history.js';
import { memoryStore } from '../../src/store/memory-store.js';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/types.js';
import {
  daysAgo,
  empty,
  type Identity,
  identity,
  knownFor,
  report,
  SUBJECT,
  shows,
} from '../support/scenario.js';
import { folder } from './support/folder.js';
import { evidence, minute } from './support/plain-values.js';

const GITHUB = 'https://github.com/alice';
const SITE = 'https://alice.example/';

let alice: Identity;
let both: string;
let siteOnly: string;
beforeAll(async () => {
  alice = await identity();
  [both, siteOnly] = await Promise.all([alice.sign([GITHUB, SITE]), alice.sign([SITE], { now: daysAgo(1) })]);
});

/** Verifications that finished a minute apart with these reports; null read nothing. */
async function keep(store: Store, reports: readonly (unknown | null)[]): Promise<Store> {
  for (const [n, one] of reports.entries()) {
    const id = `verification-${n}`;
    await store.begin({ id, subject: SUBJECT, startedAt: minute(n), given: [] });
    const dated = one === null ? null : { ...(one as object), generatedAt: minute(n) };
    await store.finish(id, {
      finishedAt: minute(n),
      evidence: evidence(SUBJECT, n),
      report: dated,
      memory: null,
      expectedRevision: n,
    });
  }
  return store;
}

const seen = (statement: string, ...more: Observation[]) =>
  report([shows(SUBJECT, [statement]), shows(SITE, [statement]), ...more]);

const short = ({ at, kind, account }: Change) => [at.slice(14, 16), kind, ...(account ? [account] : [])];

async function told(store: Store, audience: Audience = 'stranger', limit = 100): Promise<unknown[]> {
  const page = await historyOf(store, SUBJECT, { audience, limit });
  return (page?.changes ?? []).map(short);
}

describe('a history', () => {
  test('tells of the last change first, and of nothing where nothing changed', async () => {
    const [with_, without] = [await seen(both, shows(GITHUB, [both])), await seen(both, empty(GITHUB))];
    const good = { lastGood: { state: 'consistent', at: minute(0) } };
    const known = { ...without, accounts: without.accounts.map((a) => ({ ...a, ...good })) };
    const store = await keep(await openStore(`${folder()}/store.sqlite`), [
      with_,
      with_,
      known,
      known,
      with_,
    ]);
    expect(await told(store)).toEqual([
      ['04', 'operators-changed'],
      ['04', 'account-confirmed', GITHUB],
      ['02', 'operators-changed'],
      ['02', 'account-unconfirmed', GITHUB],
      ['00', 'first-seen'],
      ['00', 'account-confirmed', SUBJECT],
      ['00', 'account-confirmed', SITE],
      ['00', 'account-confirmed', GITHUB],
    ]);
    await store.close();
  });

  test('tells when nothing could be read, once for each time', async () => {
    const one = await seen(siteOnly);
    const store = await keep(memoryStore(), [null, one, null, null, one, null]);
    expect(await told(store)).toEqual([
      ['05', 'nothing-read'],
      ['02', 'nothing-read'],
      ['01', 'first-seen'],
      ['01', 'account-confirmed', SUBJECT],
      ['01', 'account-confirmed', SITE],
      ['00', 'nothing-read'],
    ]);
  });

  test('speaks of a report that stands only where there is one', async () => {
    const store = await keep(memoryStore(), [null, await seen(siteOnly), null]);
    const page = await historyOf(store, SUBJECT, { audience: 'stranger', limit: 100 });
    const unread = page?.changes.filter(({ kind }) => kind === 'nothing-read');
    expect(unread?.map(({ message }) => message)).toEqual([
      'Nothing at all could be read; the report before it stands.',
      'Nothing at all could be read; there is no report before it.',
    ]);
    const never = await historyOf(await keep(memoryStore(), [null]), SUBJECT, {
      audience: 'operator',
      limit: 1,
    });
    expect(never?.changes).toEqual([unread?.[1]]);
  });

  test('is null of a subject that nobody verified', async () => {
    expect(await historyOf(memoryStore(), SUBJECT, { audience: 'operator', limit: 10 })).toBeNull();
  });

  test('does not name to strangers what she has dropped since', async () => {
    const before = await seen(both, shows(GITHUB, [both]));
    const history = [knownFor(60, alice, [SUBJECT, GITHUB, SITE], [both])];
    const after = await report([shows(SUBJECT, [siteOnly]), shows(SITE, [siteOnly]), empty(GITHUB)], {
      history,
    });
    const store = await keep(memoryStore(), [before, after]);
    const of = async (audience: Audience) =>
      JSON.stringify((await historyOf(store, SUBJECT, { audience, limit: 100 }))?.changes);
    expect(
      [await of('stranger'), await of('caller'), await of('operator')].map((t) => t.includes(GITHUB)),
    ).toEqual([false, true, true]);
  });

  test('does not name to callers what is private now', async () => {
    const before = await seen(both, shows(GITHUB, [both]));
    const secret = before.accounts.map((a) => (a.account === GITHUB ? { ...a, private: true } : a));
    const store = await keep(memoryStore(), [before, { ...before, accounts: secret }]);
    expect([await told(store, 'caller'), await told(store, 'operator')].map((t) => t.length)).toEqual([3, 4]);
  });

  test('never tells the id of a verification', async () => {
    const one = await seen(both, shows(GITHUB, [both]));
    const store = await keep(memoryStore(), [one, null, await seen(both, empty(GITHUB))]);
    const page = await historyOf(store, SUBJECT, { audience: 'operator', limit: 1 });
    expect(page?.next).not.toBeNull();
    expect(JSON.stringify(page)).not.toContain('verification-');
  });

  test.each(['', '0', '-1', '01', '1e3', ' 1', '9'.repeat(16), 'verification-1'])(
    'refuses %j for the beginning of a page',
    async (before) => {
      const page = historyOf(memoryStore(), SUBJECT, { audience: 'stranger', limit: 1, before });
      await expect(page).rejects.toThrow(CursorError);
    },
  );

  test('in pages is the same as in one', async () => {
    const kinds = [null, await seen(both, shows(GITHUB, [both])), await seen(both, empty(GITHUB))];
    const sequences = fc.array(fc.constantFrom(...kinds), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sequences, fc.integer({ min: 1, max: 6 }), async (reports, limit) => {
        const store = await keep(memoryStore(), reports);
        const whole = await historyOf(store, SUBJECT, { audience: 'caller', limit: 1000 });
        const changes: Change[] = [];
        let page = await historyOf(store, SUBJECT, { audience: 'caller', limit });
        for (; page !== null; ) {
          changes.push(...page.changes);
          if (page.next === null) break;
          page = await historyOf(store, SUBJECT, { audience: 'caller', limit, before: page.next });
        }
        expect(changes).toEqual(whole?.changes ?? []);
      }),
      { numRuns: 60 },
    );
  });

  test('that is long and calm is looked at a page at a time', async () => {
    const calm = await seen(siteOnly);
    const store = await keep(memoryStore(), Array(MAX_COMPARED + 5).fill(calm));
    const first = await historyOf(store, SUBJECT, { audience: 'stranger', limit: 10 });
    expect(first).toEqual({ subject: SUBJECT, changes: [], next: '6' });
    const second = await historyOf(store, SUBJECT, { audience: 'stranger', limit: 10, before: '6' });
    expect([second?.changes.map(({ kind }) => kind)[0], second?.next]).toEqual(['first-seen', null]);
  });
});
