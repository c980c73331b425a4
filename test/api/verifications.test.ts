import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobView } from '../../src/api/job-view.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { accountsOf, honest } from '../support/world.js';
import { type ApiServer, identityPath, problem, problemIn, startApi } from './support/api-server.js';
import { allEvents, openEvents } from './support/event-source.js';

const PATH = '/v1/verifications';
const GIVEN = 'https://github.com/somebody-else';
const signedAt = new Date(Date.parse(NOON) - 30 * 86_400_000);
const people = (population: Parameters<typeof honest>[0]) => honest(population, 'alice', { now: signedAt });

async function submit(api: ApiServer, body: unknown = { subject: SUBJECT }): Promise<JobView> {
  const answer = await api.ask(PATH, { method: 'POST', body });
  expect([answer.status, answer.headers.location]).toEqual([202, `${PATH}/${(answer.json as JobView).id}`]);
  return answer.json as JobView;
}

const get = async (api: ApiServer, id: string): Promise<JobView> =>
  (await api.ask(`${PATH}/${id}`)).json as JobView;

describe('a verification that somebody asks for', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({ people });
  });
  afterAll(() => api.close());

  it('is a job with an id that nobody guesses, and ends with the report', async () => {
    const asked = await submit(api);
    expect(asked).toEqual({
      ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/), subject: SUBJECT, state: expect.any(String) },
      ...{ progress: { done: expect.any(Number), known: expect.any(Number) }, report: null },
    });
    await api.deployment.ended(asked.id);
    const all = accountsOf('alice').length + 1;
    const { report, ...job } = await get(api, asked.id);
    expect(job).toEqual({
      ...{ id: asked.id, subject: SUBJECT, state: 'completed', progress: { done: all, known: all } },
    });
    expect(report).toEqual((await api.ask(identityPath(SUBJECT))).json);
  });

  it('names what the caller gave in its own report and nowhere else', async () => {
    const { id } = await submit(api, {
      subject: SUBJECT,
      accounts: [GIVEN, `${GIVEN}/`, 'https://GITHUB.com/somebody-else'],
    });
    await api.deployment.ended(id);
    const own = await get(api, id);
    const public_ = await api.ask(identityPath(SUBJECT));
    expect(own.report?.accounts.filter(({ account }) => account === GIVEN)).toHaveLength(1);
    expect(public_.text).not.toContain('somebody-else');
  });

  it('is told of as it goes on: each account once, and then the report', async () => {
    const { id } = await submit(api);
    const events = await allEvents(`${api.url}${PATH}/${id}`);
    const accounts = events.filter(({ event }) => event === 'account');
    const all = accountsOf('alice').length + 1;
    expect(events[0]).toMatchObject({ event: 'state', data: { id, subject: SUBJECT } });
    expect(accounts.map((event) => event.id)).toEqual(Array.from({ length: all }, (_, i) => String(i + 1)));
    expect(accounts.map(({ data }) => (data as { account: string }).account).sort()).toEqual(
      [SUBJECT, ...accountsOf('alice')].sort(),
    );
    expect(events.at(-1)).toEqual({ event: 'completed', id: 'end', data: await get(api, id) });
  });

  it('is told of with what the caller gave, after what is read of record', async () => {
    const fresh = await startApi({ people });
    try {
      const ofRecord = accountsOf('alice').length + 1;
      const all = ofRecord + 1;
      const { id } = await submit(fresh, { subject: SUBJECT, accounts: [GIVEN, ...accountsOf('alice')] });
      const url = `${fresh.url}${PATH}/${id}`;
      const events = await allEvents(url);
      const accounts = events.filter(({ event }) => event === 'account');
      // What the caller gave is forgotten when the job ends: the last one may be told of by the report alone.
      expect([ofRecord, all]).toContain(accounts.length);
      expect(accounts.map((event) => event.id)).toEqual(accounts.map((_, i) => String(i + 1)));
      expect(
        accounts
          .slice(0, ofRecord)
          .map(({ data }) => (data as { account: string }).account)
          .sort(),
      ).toEqual([SUBJECT, ...accountsOf('alice')].sort());
      expect(events.at(-1)?.data).toMatchObject({ progress: { done: all, known: all } });
      const ids = async (last: number) =>
        (await allEvents(url, { 'last-event-id': String(last) })).map((event) => event.id);
      expect(await ids(ofRecord - 1)).toEqual([null, String(ofRecord), 'end']);
      expect(await ids(all)).toEqual([null, 'end']);
    } finally {
      await fresh.close();
    }
  });

  it('has read all there is to read where that was done a moment ago', async () => {
    await api.deployment.ended((await submit(api)).id);
    const { id } = await submit(api, { subject: SUBJECT, accounts: [accountsOf('alice')[0]] });
    await api.deployment.ended(id);
    const all = accountsOf('alice').length + 1;
    expect(await get(api, id)).toMatchObject({ progress: { done: all, known: all } });
  });

  it('goes on where the client left off, and tells nothing to who has seen it all', async () => {
    const { id } = await submit(api);
    await api.deployment.ended(id);
    const url = `${api.url}${PATH}/${id}`;
    const ids = async (last: string) =>
      (await allEvents(url, { 'last-event-id': last })).map((event) => event.id);
    expect(await ids('3')).toEqual([null, '4', '5', 'end']);
    expect(await ids('nonsense')).toEqual([null, '1', '2', '3', '4', '5', 'end']);
    expect((await openEvents(url, { 'last-event-id': 'end' })).status).toBe(204);
  });

  it('is told whole to who asks when all is over, however little may wait for him', async () => {
    const narrow = await startApi({ people, limits: { streamBytes: 100 } });
    try {
      const { id } = await submit(narrow);
      await narrow.deployment.ended(id);
      const ids = (await allEvents(`${narrow.url}${PATH}/${id}`)).map((event) => event.id);
      expect(ids).toEqual([null, '1', '2', '3', '4', '5', 'end']);
    } finally {
      await narrow.close();
    }
  });

  it('has an event stream whose HEAD is a header', async () => {
    const { id } = await submit(api);
    const head = await api.ask(`${PATH}/${id}`, {
      method: 'HEAD',
      headers: { accept: 'text/event-stream;q=1, application/json;q=0.5' },
    });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it.each([
    '0'.repeat(32),
    'f'.repeat(32),
    'nonsense',
    `${'0'.repeat(31)}G`,
    '%00',
    '..%2f..',
    'A'.repeat(6000),
  ])('is unknown as %s, in the same words', async (id) => {
    const [answer, other] = [await api.ask(`${PATH}/${id}`), await api.ask(`${PATH}/${'e'.repeat(32)}`)];
    expect(problemIn(answer)).toEqual(problem(404, 'unknown-verification'));
    expect(answer.text).toBe(other.text);
  });

  it.each([
    ['no body at all', undefined, 'The body is missing.'],
    ['the type of a body, and none', '', 'The body is missing.'],
    ['no subject', '{}', '"subject" is missing.'],
    [
      'a subject of another type',
      '{"subject":1}',
      '"subject": Invalid input: expected string, received number',
    ],
  ])('says what is wrong with %s', async (_, body, detail) => {
    const answer = await api.ask(PATH, { method: 'POST', ...(body === undefined ? {} : { body }) });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 400, code: 'invalid-body', detail });
  });

  it.each<[string, string, unknown]>([
    ['nothing', 'invalid-body', {}],
    ['an array', 'invalid-body', []],
    ['null', 'invalid-body', null],
    ['a subject that is none', 'invalid-subject', { subject: 'nonsense' }],
    ['a subject that is a room', 'invalid-subject', { subject: 'mimi://a.example/r/room' }],
    ['an unknown member', 'invalid-body', { subject: SUBJECT, account: [] }],
    ['a member of every object', 'invalid-body', `{"subject":"${SUBJECT}","__proto__":{"accounts":[]}}`],
    ['a member twice', 'invalid-body', `{"subject":"${SUBJECT}","subject":"mimi://b.example/u/bob"}`],
    ['accounts that are text', 'invalid-body', { subject: SUBJECT, accounts: GIVEN }],
    ['an account that is a number', 'invalid-body', { subject: SUBJECT, accounts: [1] }],
    ['an account that is none', 'invalid-account', { subject: SUBJECT, accounts: ['nonsense'] }],
    ['an account with NUL', 'invalid-account', { subject: SUBJECT, accounts: ['https://a.example/\u0000'] }],
    ['an unpaired surrogate', 'invalid-body', `{"subject":"\\ud800"}`],
    [
      '10,000 accounts',
      'too-many-accounts',
      { subject: SUBJECT, accounts: Array(10_000).fill('https://a.example/') },
    ],
    ['257 accounts', 'too-many-accounts', { subject: SUBJECT, accounts: Array(257).fill(GIVEN) }],
    ['deep nesting', 'invalid-body', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['half of an object', 'invalid-body', '{"subject":'],
    ['an empty body', 'invalid-body', ''],
  ])('cannot be asked for with %s', async (_, code, body) => {
    const answer = await api.ask(PATH, { method: 'POST', body });
    expect(problemIn(answer)).toEqual(problem(400, code));
    expect(answer.text.length).toBeLessThan(400);
  });

  it('takes 256 accounts', async () => {
    const accounts = Array.from({ length: 256 }, (_, i) => `x-none:account-${i}`);
    expect((await api.ask(PATH, { method: 'POST', body: { subject: SUBJECT, accounts } })).status).toBe(202);
  });
});

describe('a stream of events', () => {
  it('lets nobody go on asking whose verification is forgotten', async () => {
    const api = await startApi({ people, working: false });
    try {
      const { id } = await submit(api);
      const { events } = await openEvents(`${api.url}${PATH}/${id}`);
      expect((await events.next()).value).toMatchObject({ event: 'state', data: { state: 'queued' } });
      await api.deployment.verifications.forget(SUBJECT);
      expect((await events.next()).value).toMatchObject({ event: '', data: 'this verification is gone' });
      expect((await events.next()).done).toBe(true);
      expect(problemIn(await api.ask(`${PATH}/${id}`))).toEqual(problem(404, 'unknown-verification'));
    } finally {
      await api.close();
    }
  });

  it('gives back its place when the client vanishes, and has no more than its places', async () => {
    const open: number[] = [];
    const emptied = new Map<number, () => void>();
    const untilOpen = (count: number) => new Promise<void>((resolve) => emptied.set(count, resolve));
    const observer = {
      ...{ requestEnded: () => undefined, failed: () => undefined, rateLimited: () => undefined },
      streams: (count: number) => {
        open.push(count);
        emptied.get(count)?.();
      },
    };
    const api = await startApi({
      people,
      working: false,
      deps: { observer },
      limits: { streamsPerCaller: 2 },
    });
    try {
      const { id } = await submit(api);
      const url = `${api.url}${PATH}/${id}`;
      const [one, two] = [await openEvents(url), await openEvents(url)];
      const third = await api.ask(`${PATH}/${id}`, { headers: { accept: 'text/event-stream' } });
      expect(problemIn(third)).toEqual(problem(429, 'too-many-streams'));
      const empty = untilOpen(0);
      one.leave();
      two.leave();
      await empty;
      const again = await openEvents(url);
      expect([again.status, open]).toEqual([200, [1, 2, 1, 0, 1]]);
      again.leave();
    } finally {
      await api.close();
    }
  });

  it('says now and then that it is there, and ends with a word when the server goes down', async () => {
    const api = await startApi({ people, working: false, limits: { heartbeatMs: 20 } });
    const { id } = await submit(api);
    const { events } = await openEvents(`${api.url}${PATH}/${id}`);
    await events.next();
    expect((await events.next()).value).toMatchObject({ event: '', data: 'still here' });
    const closed = api.close();
    const rest: unknown[] = [];
    for await (const { data } of events) rest.push(data);
    await closed;
    expect(rest.at(-1)).toBe('this server is going down');
  });
});

describe('a request that waits', () => {
  it('is answered with the job when it took too long', async () => {
    const api = await startApi({ people, working: false, limits: { waitMs: 10 } });
    try {
      const answer = await api.ask(`${identityPath(SUBJECT)}?max-age=0`);
      const job = answer.json as JobView;
      expect([answer.status, answer.headers.location, answer.headers['cache-control'], job]).toEqual([
        ...[202, `${PATH}/${job.id}`, 'no-store'],
        ...[{ id: job.id, subject: SUBJECT, state: 'queued', progress: { done: 0, known: 0 }, report: null }],
      ]);
    } finally {
      await api.close();
    }
  });

  it('is answered at once where too many wait already, and when the server goes down', async () => {
    const api = await startApi({ people, working: false, limits: { waiting: 1 } });
    const path = `${identityPath(SUBJECT)}?max-age=0`;
    const first = api.ask(path);
    await api.waiting(1);
    const second = await api.ask(path);
    const closed = api.close();
    expect([second.status, (await first).status, (await first).json]).toEqual([202, 202, second.json]);
    await closed;
  });
});
