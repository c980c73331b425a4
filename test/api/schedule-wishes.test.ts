import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfiguredToken } from '../../src/api/deps.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { type Answer, type ApiServer, problem, problemIn, startApi } from './support/api-server.js';

const NOBODY_WATCHES = 'mimi://a.example/u/nobody';
const pathOf = (subject: string): string => `/v1/schedules/${encodeURIComponent(subject)}`;
const PATH = pathOf(SUBJECT);
const UNKNOWN = problem(404, 'unknown-schedule');

const CONFIGURED = 'cp_test_of-the-configuration';
const configuredTokens: readonly ConfiguredToken[] = [
  {
    ...{ id: 'config.monitoring', name: 'monitoring', role: 'caller' },
    hash: createHash('sha256').update(CONFIGURED).digest('hex'),
  },
];

/** All that is said but when. */
const said = ({ status, headers: { date: _, ...headers }, text }: Answer): unknown => {
  return { status, headers, text };
};

describe('the schedules of several callers', () => {
  let api: ApiServer;
  let [one, two, keeper]: [string, string, string] = ['', '', ''];
  beforeAll(async () => {
    api = await startApi({ working: false, deps: { configuredTokens } });
    [one, two] = [await api.addToken('caller'), await api.addToken('caller')];
    keeper = await api.addToken('operator');
  });
  afterAll(() => api.close());
  const idOf = async (token: string): Promise<string> => {
    const record = await api.tokens.byHash(createHash('sha256').update(token).digest('hex'));
    if (record === null) throw new Error('the store has no such token');
    return record.id;
  };
  const put = (token: string, every: string, path = PATH) =>
    api.ask(path, { method: 'PUT', token, body: { every } });
  const get = async (token: string, path = PATH) => {
    const answer = await api.ask(path, { token });
    return answer.status === 200 ? (answer.json as { every: string }).every : problemIn(answer);
  };
  const end = async (token: string, path = PATH) => (await api.ask(path, { method: 'DELETE', token })).status;

  it('are each his own, and the keeper sees the one that is run', async () => {
    const schedule = { subject: SUBJECT, every: 'PT6H', next: NOON, last: null };
    const made = [await put(one, 'PT6H'), await put(two, 'P7D'), await put(CONFIGURED, 'P1D')];
    expect(made.map(({ status, json }) => [status, json])).toEqual([
      [201, schedule],
      [201, { ...schedule, every: 'P1W' }],
      [201, { ...schedule, every: 'P1D' }],
    ]);
    expect([await get(one), await get(two), await get(CONFIGURED)]).toEqual(['PT6H', 'P1W', 'P1D']);
    expect(await get(keeper)).toBe('PT6H');
    expect([(await put(two, 'P30D')).status, await get(one), await get(keeper)]).toEqual([
      200,
      'PT6H',
      'PT6H',
    ]);
    expect([(await put(two, 'PT2H')).status, await get(one), await get(keeper)]).toEqual([
      200,
      'PT6H',
      'PT2H',
    ]);
    expect([await end(two), await end(two), await get(two)]).toEqual([204, 404, UNKNOWN]);
    expect([await get(one), await get(keeper)]).toEqual(['PT6H', 'PT6H']);
  });

  it('stand beside the keeper’s, who is told what is run, and ends them all', async () => {
    const told = await put(keeper, 'P1D');
    expect([told.status, (told.json as { every: string }).every]).toEqual([200, 'PT6H']);
    expect([await end(one), await get(keeper)]).toEqual([204, 'P1D']);
    expect([await end(CONFIGURED), await get(keeper)]).toEqual([204, 'P1D']);
    expect([(await put(one, 'PT6H')).status, await end(keeper), await get(one), await end(one)]).toEqual([
      201,
      204,
      UNKNOWN,
      404,
    ]);
    expect(await get(keeper)).toEqual(UNKNOWN);
  });

  it('tell nobody who has none that there are others', async () => {
    await put(one, 'PT6H');
    await put(keeper, 'P1D');
    await api.deps.schedules.settle(SUBJECT, { dueAt: NOON, calm: 0, soon: 0, lastRunAt: NOON });
    api.clock.advance(60_000);
    const ways = [{ token: two }, { token: two, method: 'DELETE' }] as const;
    for (const way of ways) {
      const watched = said(await api.ask(PATH, way));
      // So that as many requests are left to him.
      api.clock.advance(1_000);
      expect(said(await api.ask(pathOf(NOBODY_WATCHES), way))).toEqual(watched);
    }
    const asked = [await put(two, 'P1D'), await put(two, 'P1D', pathOf(NOBODY_WATCHES))];
    const [watched, unwatched] = asked.map(({ status, json }) => [
      status,
      { ...(json as object), subject: '', next: '' },
    ]);
    expect(watched).toEqual(unwatched);
    for (const path of [PATH, pathOf(NOBODY_WATCHES)]) expect(await end(two, path)).toBe(204);
    expect(await end(keeper)).toBe(204);
  });

  it('end with his token', async () => {
    await put(one, 'PT6H');
    await put(two, 'P1D');
    await api.tokens.revoke(await idOf(one), NOON);
    expect([problemIn(await put(one, 'PT1H')), await get(two), await get(keeper)]).toEqual([
      problem(401, 'unauthorized'),
      'P1D',
      'P1D',
    ]);
  });

  it('are not made with a token that is revoked while the request is on its way', async () => {
    const late = await api.addToken('caller');
    const held = await api.deps.wishes.put(await idOf(late), {
      ...{ subject: NOBODY_WATCHES, everySeconds: 3600, dueAt: NOON, createdAt: NOON },
    });
    expect(held?.isNew).toBe(true);
    const raced = await startApi({
      working: false,
      deps: {
        tokens: api.tokens,
        wishes: {
          ...{ get: async () => null, remove: async () => false },
          async put(caller, schedule) {
            await api.tokens.revoke(caller, NOON);
            return api.deps.wishes.put(caller, schedule);
          },
        },
      },
    });
    const answer = await raced.ask(pathOf(NOBODY_WATCHES), {
      ...{ method: 'PUT', token: late, body: { every: 'PT1H' } },
    });
    expect([problemIn(answer), answer.headers['www-authenticate']]).toEqual([
      problem(401, 'unauthorized'),
      'Bearer realm="crossproof", error="invalid_token"',
    ]);
    expect(await api.deps.schedules.get(NOBODY_WATCHES)).toBeNull();
    await raced.close();
  });
});

it('whoever may ask without a token is the keeper', async () => {
  const api = await startApi({ working: false });
  const made = await api.ask(PATH, { method: 'PUT', body: { every: 'PT6H' } });
  const listed = await api.deps.schedules.list({ limit: 2 });
  expect([made.status, listed.map(({ subject, wishes }) => [subject, wishes])]).toEqual([
    201,
    [[SUBJECT, 1]],
  ]);
  expect(await api.deployment.database.rows('SELECT caller FROM schedule_wish')).toEqual([]);
  await api.close();
});
