import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobView } from '../../src/api/job-view.js';
import type { PublicReport } from '../../src/report/types.js';
import { identityPath } from '../api/support/api-server.js';
import type { ServerEvent } from '../api/support/event-source.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import {
  GIVEN,
  HIDDEN,
  type HiddenScene,
  hiddenScene,
  PUBLIC,
  SUBJECT,
  TAKEN,
  WORDS,
  wordOf,
} from './support/hidden.js';
import { type Bearer, type Serving, startServing, TOKENS } from './support/serving.js';
import { accountsIn, everythingTold, leaksOf, type Told, whole } from './support/told.js';

const DAY_MS = 86_400_000;
const SOMEBODY_ELSES = [...WORDS.hidden, ...WORDS.other, ...WORDS.given];
/** Confirmed the day before; what became of them is in the report that the second verification makes. */
const SHOWN_BEFORE = ['acct:alice@social.example', HIDDEN.revoked, HIDDEN.dropped, HIDDEN.aliasBefore];
const NOT_SHOWN_BEFORE = SOMEBODY_ELSES.filter((word) => !SHOWN_BEFORE.map(wordOf).includes(word));
const clock = frozenClock();
const beside: Told[] = [];
let folder: string;
let scene: HiddenScene;
let serving: Serving;
/** Of the first day, of the second, and the one with accounts given. */
let ids: readonly [string, string, string];
/** What a stranger is told who follows the first verification, and the second, while they run. */
let followed: readonly [ServerEvent[], ServerEvent[]];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-strangers-'));
  scene = await hiddenScene(daysFromNoon(-30), new Date(daysFromNoon(1).getTime() - 3_600_000));
  serving = await startServing({ world: scene.world, clock, storePath: join(folder, 'store.sqlite') });
  const first = await serving.submit(SUBJECT);
  const live = await serving.follow(first.id);
  clock.advance(DAY_MS);
  scene.nextDay();
  const [second, live2] = await whileRunning();
  const third = await serving.verify(SUBJECT, { accounts: GIVEN });
  ids = [first.id, second.id, third.id];
  followed = [live, live2];
});
afterAll(async () => {
  await serving.stop();
  await scene.world.close();
  await rm(folder, { recursive: true });
});

function daysFromNoon(days: number): Date {
  return new Date(Date.parse(NOON) + days * DAY_MS);
}

/** One place does not answer until a stranger has seen everything else, and has asked for all he can. */
async function whileRunning(): Promise<[JobView, ServerEvent[]]> {
  const held = scene.hold();
  const job = await serving.submit(SUBJECT);
  const { events } = await serving.open(job.id);
  await held.asked;
  const seen: ServerEvent[] = [];
  let accounts = 0;
  for await (const event of events) {
    seen.push(event);
    // Beside them there are signs of life, and a state more where it was seen before the job was at work.
    if (event.event !== 'account' || ++accounts !== SEEN_BEFORE_RELEASE) continue;
    const asked = await serving.ask(`/v1/verifications/${job.id}`);
    beside.push({ by: 'the job at work', text: whole(asked) });
    beside.push(...(await everythingTold(serving, SUBJECT, [])));
    held.release();
  }
  return [job, seen];
}

/** Readings of some that are shown and some that are not. */
const SEEN_BEFORE_RELEASE = 9;

const reportAs = async (as?: Bearer): Promise<PublicReport> => {
  const answer = await serving.ask(identityPath(SUBJECT), as === undefined ? {} : { as });
  return answer.json as PublicReport;
};

describe('what was seen of a subject', () => {
  it('is all there for the operator: nothing of what follows holds for want of something to hide', async () => {
    const { accounts } = await reportAs('operator');
    const states = new Map(accounts.map((account) => [account.account, account]));
    const stateOf = (kind: keyof typeof HIDDEN) => states.get(HIDDEN[kind])?.state;
    expect({
      ...Object.fromEntries(Object.keys(HIDDEN).map((kind) => [kind, stateOf(kind as keyof typeof HIDDEN)])),
      privately: states.get(HIDDEN.private)?.private,
      gaveUp: states.get(HIDDEN.dropped)?.dropped,
      knownBefore: states.get(HIDDEN.aliasBefore)?.lastGood?.state,
      foreignNow: states.get('acct:alice@social.example')?.state,
    }).toEqual({
      oneWay: 'one-way',
      foreign: 'foreign',
      unreachable: 'unreachable',
      silent: 'silent',
      unclaimed: 'unclaimed',
      revoked: 'revoked',
      dropped: 'unclaimed',
      alias: 'one-way',
      aliasBefore: 'one-way',
      private: 'consistent',
      privately: true,
      gaveUp: true,
      knownBefore: 'consistent',
      foreignNow: 'foreign',
    });
    const told = await everythingTold(serving, SUBJECT, ids, 'operator');
    expect(WORDS.hidden.filter((word) => leaksOf(told, [word]).length === 0)).toEqual([]);
  });

  it('is named to a stranger where it agrees or shows a rival key, and counted where it never did', async () => {
    const report = await reportAs();
    expect([[...accountsIn(report)].sort(), report.unconfirmed]).toEqual([
      [SUBJECT, 'https://alice.example/', 'https://github.com/alice', TAKEN].sort(),
      // The eighth is her own account that shows somebody else's statement now.
      ['oneWay', 'foreign', 'unreachable', 'silent', 'unclaimed', 'alias', 'aliasBefore'].length + 1,
    ]);
  });

  it('stands in no byte of any answer without a token, beyond that', async () => {
    const told = await everythingTold(serving, SUBJECT, ids.slice(0, 2));
    expect(leaksOf(told, SOMEBODY_ELSES)).toEqual([]);
    expect(leaksOf(told, [PUBLIC[2] ?? '']).length).toBeGreaterThan(3);
  });

  it('is named to a caller, all but what is disclosed in confidence', async () => {
    const [callers, operators] = [await reportAs('caller'), await reportAs('operator')];
    const more = accountsIn(operators).filter((account) => !accountsIn(callers).includes(account));
    expect([more, callers.unconfirmed]).toEqual([[HIDDEN.private], undefined]);
    const told = await everythingTold(serving, SUBJECT, ids, 'caller');
    expect(leaksOf(told, ['campionvale'])).toEqual([]);
  });

  it('has the same numbers for all of them', async () => {
    const numbers = async (as?: Bearer) => {
      const { score, evidence, prior, verdict, takeoverThreshold, independentOperators } = await reportAs(as);
      return { score, evidence, prior, verdict, takeoverThreshold, independentOperators };
    };
    const operators = await numbers('operator');
    expect([await numbers(), await numbers('caller')]).toEqual([operators, operators]);
  });
});

describe('a stranger who follows a verification', () => {
  const namesIn = (events: readonly ServerEvent[]): unknown[] =>
    events.flatMap(({ event, data }) =>
      event === 'account' ? [(data as { account?: string }).account] : [],
    );

  it('is told of no account but the subject before there is a report', () => {
    const names = namesIn(followed[0]);
    expect([names.length, names.filter((name) => name !== undefined)]).toEqual([8, [SUBJECT]]);
  });

  it('is told later of those that the report before shows, and of no other', () => {
    const told = followed[1].map(({ data }) => ({ by: 'an event', text: JSON.stringify(data) }));
    expect(leaksOf(told, NOT_SHOWN_BEFORE)).toEqual([]);
    expect(leaksOf(told.slice(-1), SOMEBODY_ELSES)).toEqual([]);
    const named = namesIn(followed[1]).filter((name) => name !== undefined);
    expect([...named].sort()).toEqual(
      ['https://alice.example/', 'https://github.com/alice', SUBJECT, ...SHOWN_BEFORE].sort(),
    );
  });

  it('is told nothing more while it runs by any other answer', () => {
    expect(leaksOf(beside, NOT_SHOWN_BEFORE)).toEqual([]);
    expect(leaksOf(beside.slice(0, 1), ['active'])).toEqual(['active: the job at work']);
  });
});

describe('what a caller gave', () => {
  it('is in the report of his job, for whoever holds its id', async () => {
    const answer = await serving.ask(`/v1/verifications/${ids[2]}`);
    expect(accountsIn((answer.json as JobView).report).filter((uri) => GIVEN.includes(uri))).toEqual(
      [...GIVEN].sort(),
    );
    expect(leaksOf([{ by: 'his job', text: whole(answer) }], [...WORDS.hidden, ...WORDS.other])).toEqual([]);
  });

  it('is in nothing else that anybody is told, not even the operator', async () => {
    const told = await everythingTold(serving, SUBJECT, ids.slice(0, 2), 'operator');
    expect(leaksOf(told, WORDS.given)).toEqual([]);
  });
});

describe('what says no', () => {
  it('repeats nothing of anybody else, and is the same for a subject that somebody names', async () => {
    const answers = await Promise.all(
      [
        HIDDEN.alias,
        HIDDEN.aliasBefore,
        'mimi://burnet.example/u/caroline',
        'mimi://nobody.example/u/nobody',
      ].map(async (subject) => {
        const { date: _, ...headers } = (await serving.ask(identityPath(subject))).headers;
        return { headers, text: (await serving.ask(identityPath(subject))).text };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.text).toMatch(/"unknown-identity"/);
  });

  it.each<[string, string, string]>([
    ['POST', '/v1/verifications', JSON.stringify({ subject: SUBJECT, accounts: ['https://x.example/'] })],
    ['PUT', `/v1/schedules/${encodeURIComponent(SUBJECT)}`, '{"every":"PT6H"}'],
    ['GET', `/v1/schedules/${encodeURIComponent(SUBJECT)}`, ''],
    ['DELETE', identityPath(SUBJECT), ''],
    ['GET', `${identityPath(SUBJECT)}?max-age=0`, ''],
  ])('says nothing else without a token: %s %s', async (method, path, body) => {
    // No report is young enough for who asks for one of now.
    clock.advance(1_000);
    const answer = await serving.ask(path, {
      method: method as 'GET',
      ...(body === '' ? {} : { body }),
    });
    expect(answer.status).toBe(401);
    expect(leaksOf([{ by: path, text: whole(answer) }], [...SOMEBODY_ELSES, 'alice'])).toEqual([]);
  });
});

it('logs and metrics name nobody at all', async () => {
  const { text } = await serving.ask('/metrics');
  const written = [
    { by: 'a log', text: serving.log.join('') },
    { by: 'metrics', text },
  ];
  expect(leaksOf(written, [...SOMEBODY_ELSES, 'alice', 'mimi:', 'https:', ...Object.values(TOKENS)])).toEqual(
    [],
  );
  expect(serving.log.filter((line) => line.includes('"kind":"verify"'))).toHaveLength(3);
});
