import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-store.js';
import type { Schedule } from '../../src/store/schedule-types.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { runs } from '../support/scenes.js';
import { newJob } from './support/jobs.js';
import { minute } from './support/plain-values.js';
import { stores } from './support/stores.js';
import { newToken, type Watchers, watchers } from './support/watchers.js';

const HOUR = 3600;
const KEEPER = 'keeper';
const CALLERS = ['one', 'two', 'three'] as const;
type Holder = (typeof CALLERS)[number] | typeof KEEPER;
const HOLDERS: readonly Holder[] = [KEEPER, ...CALLERS];
/** Each is a database at work: some tens of statements. */
const BUSY_MS = 120_000;

/** Who wants the subject how often. */
type Model = Map<string, number>;
type Act =
  | { readonly kind: 'put'; readonly by: Holder; readonly every: number; readonly due: number }
  | { readonly kind: 'end'; readonly by: Holder }
  | { readonly kind: 'settle' | 'sweep' };

const put = (by: fc.Arbitrary<Holder>): fc.Arbitrary<Act> =>
  fc.record({
    kind: fc.constant('put' as const),
    by,
    every: fc.constantFrom(1, 2, 6, 24),
    due: fc.integer({ min: 1, max: 50 }),
  });
const end = (by: fc.Arbitrary<Holder>): fc.Arbitrary<Act> =>
  fc.record({ kind: fc.constant('end' as const), by });
const work: fc.Arbitrary<Act> = fc.constantFrom<Act>({ kind: 'settle' }, { kind: 'sweep' });
const anybody = fc.constantFrom(...HOLDERS);
const inTurn = fc.array(fc.oneof({ weight: 4, arbitrary: put(anybody) }, end(anybody), work), {
  maxLength: 12,
});
/** What each does at the same time as the others; the keeper ends nothing, for then it would matter when. */
const atOnce = fc
  .tuple(
    fc.option(put(fc.constant(KEEPER))),
    ...CALLERS.map((name) => fc.option(fc.oneof(put(fc.constant(name)), end(fc.constant(name))))),
    fc.option(work),
  )
  .map((acts) => acts.filter((act) => act !== null));

/** Subjects and ids of jobs that no other round has. */
let made = 0;
const nextName = (): string => `n${made++}`;

async function doAct({ schedules, wishes }: Watchers, subject: string, act: Act): Promise<void> {
  if (act.kind === 'put') {
    const { by, every, due } = act;
    const schedule = { subject, everySeconds: every * HOUR, dueAt: minute(due), createdAt: minute(0) };
    await (by === KEEPER ? schedules.put(schedule) : wishes.put(by, schedule));
  } else if (act.kind === 'end') {
    await (act.by === KEEPER ? schedules.remove(subject) : wishes.remove(act.by, subject));
  } else {
    const seen = await schedules.get(subject);
    if (seen === null) return;
    await (act.kind === 'settle' ? settle(schedules, seen) : sweep(schedules, seen));
  }
}

const settle = (schedules: Watchers['schedules'], { subject, everySeconds }: Schedule) =>
  schedules.settle(subject, { dueAt: minute(70), calm: 1, soon: 0, lastRunAt: minute(11), everySeconds });

function sweep(schedules: Watchers['schedules'], schedule: Schedule) {
  const job = newJob(nextName(), { subject: schedule.subject, dedup: schedule.subject, origin: 'schedule' });
  return schedules.claim([{ schedule, nextDueAt: minute(600), job }]);
}

function expectOf(model: Model, act: Act): void {
  if (act.kind === 'put') model.set(act.by, act.every * HOUR);
  if (act.kind !== 'end') return;
  if (act.by === KEEPER) model.clear();
  else model.delete(act.by);
}

/** What everybody is told of the subject, and what is run. */
async function state({ schedules, wishes }: Watchers, subject: string): Promise<unknown> {
  const listed = (await schedules.list({ limit: 500 })).filter((each) => each.subject === subject);
  const own = await Promise.all(CALLERS.map(async (name) => (await wishes.get(name, subject))?.everySeconds));
  return { run: listed.map(({ everySeconds, wishes: count }) => [everySeconds, count]), own };
}

const stateOf = (model: Model): unknown => ({
  run: model.size === 0 ? [] : [[Math.min(...model.values()), model.size]],
  own: CALLERS.map((name) => model.get(name)),
});

describe.each(stores)('whoever wants what, over $name', ({ newUrl }) => {
  const opened: { close(): Promise<void> }[] = [];
  /** Two processes. */
  async function two(): Promise<readonly [Watchers, Watchers]> {
    const url = await newUrl();
    const databases = [await openDatabase(url), await openDatabase(url)] as const;
    opened.push(...databases);
    return [watchers(databases[0]), watchers(databases[1])];
  }
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  test('a subject is run as often as the most frequent wish that stands, and while one does', {
    timeout: BUSY_MS,
  }, async () => {
    const [here, there] = await two();
    const holds = async (acts: readonly Act[]): Promise<void> => {
      const [subject, model]: [string, Model] = [`mimi://a.example/u/${nextName()}`, new Map()];
      for (const [n, act] of acts.entries()) {
        const before = await here.schedules.get(subject);
        await doAct(n % 2 ? there : here, subject, act);
        expectOf(model, act);
        expect(await state(here, subject)).toEqual(stateOf(model));
        const after = await here.schedules.get(subject);
        // Nobody's wish, and the end of none, makes anybody wait longer.
        if (before !== null && after !== null && (act.kind === 'put' || act.kind === 'end'))
          expect(after.dueAt <= before.dueAt).toBe(true);
      }
      await here.schedules.remove(subject);
    };
    await fc.assert(fc.asyncProperty(inTurn, holds), { numRuns: runs(15) });
  });

  test('it is so whatever they do at the same time, and the sweeper and a worker too', {
    timeout: BUSY_MS,
  }, async () => {
    const [here, there] = await two();
    const holds = async (rounds: readonly (readonly Act[])[]): Promise<void> => {
      const [subject, model]: [string, Model] = [`mimi://a.example/u/${nextName()}`, new Map()];
      for (const acts of rounds) {
        await Promise.all(acts.map((act, n) => doAct(n % 2 ? there : here, subject, act)));
        for (const act of acts) expectOf(model, act);
        expect(await state(here, subject)).toEqual(stateOf(model));
      }
      await here.schedules.remove(subject);
    };
    const rounds = fc.array(atOnce, { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(rounds, holds), { numRuns: runs(15) });
  });

  test('a more frequent wish is not put off by a sweeper that saw the schedule before', async () => {
    const [here, there] = await two();
    for (let round = 0; round < 20; round++) {
      const subject = `mimi://a.example/u/${nextName()}`;
      const wanted = { subject, everySeconds: 24 * HOUR, dueAt: minute(10), createdAt: minute(0) };
      const seen = await here.schedules.put(wanted);
      await Promise.all([
        there.wishes.put('one', { ...wanted, everySeconds: HOUR, dueAt: minute(20) }),
        sweep(here.schedules, seen),
        settle(here.schedules, seen),
      ]);
      const { everySeconds, dueAt } = (await here.schedules.get(subject)) ?? {};
      expect([everySeconds, (dueAt ?? '') <= minute(20)]).toEqual([HOUR, true]);
    }
  });

  test('a token that is revoked, a subject that is forgotten, or a keeper who ends it leaves no wish behind', async () => {
    const [here, there] = await two();
    const wants = (subject: string, every: number) => {
      return { subject, everySeconds: every * HOUR, dueAt: minute(10), createdAt: minute(0) };
    };
    for (let round = 0; round < 10; round++) {
      const [token, other] = [newToken(nextName()), newToken(nextName())];
      const subjects = Array.from({ length: 4 }, () => `mimi://a.example/u/${nextName()}`).sort();
      const [first = '', second = '', third = ''] = subjects;
      for (const each of [token, other]) await here.tokens.add(each);
      await here.wishes.put(token.id, wants(first, 1));
      await here.wishes.put(other.id, wants(second, 6));
      await Promise.all([
        ...subjects.map((subject) => there.wishes.put(token.id, wants(subject, 2))),
        here.tokens.revoke(token.id, minute(1)),
        here.schedules.remove(first),
        new SqlStore(here.database).forget(third),
        ...subjects.map((subject) => there.wishes.remove(token.id, subject)),
      ]);
      const left = await here.schedules.list({ limit: 500 });
      expect(left.map(({ subject, everySeconds, wishes: n }) => [subject, everySeconds, n])).toEqual([
        [second, 6 * HOUR, 1],
      ]);
      expect((await here.rows()).map(({ caller }) => caller)).toEqual([other.id]);
      await here.tokens.revoke(other.id, minute(1));
    }
  });
});
