import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
import type { ReportMarks } from '../../src/store/sql-marks.js';
import { StoreError } from '../../src/store/store-error.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { accountsOf, honest } from '../support/world.js';
import { type ApiServer, identityPath, problem, problemIn, startApi } from './support/api-server.js';
import { allEvents, openEvents } from './support/event-source.js';

const PATH = identityPath(SUBJECT);
const HISTORY = `${PATH}/history`;
const NOT_HERS = 'https://github.com/not-hers';
const signedAt = new Date(Date.parse(NOON) - 30 * 86_400_000);

describe('what is told without a token', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({
      people: async (population) => {
        await honest(population, 'alice', { now: signedAt, accounts: [...accountsOf('alice'), NOT_HERS] });
        population.show(NOT_HERS, {});
      },
    });
  });
  afterAll(() => api.close());

  it('names in a stream nobody of whom it is not known yet that strangers may be told', async () => {
    const { id } = (await api.ask('/v1/verifications', { method: 'POST', body: { subject: SUBJECT } }))
      .json as {
      id: string;
    };
    const url = `${api.url}/v1/verifications/${id}`;
    const names = async (token?: string) => {
      const events = await allEvents(url, token === undefined ? {} : { authorization: `Bearer ${token}` });
      const told = events.filter(({ event }) => event === 'account');
      return told.map(({ data }) => (data as { account?: string }).account).sort();
    };
    // While it is the first look, nobody knows; afterwards the report of record says.
    expect(await names()).not.toContain(NOT_HERS);
    expect(await names()).toEqual([...accountsOf('alice'), SUBJECT, undefined].sort());
    const operator = await api.addToken('operator');
    expect(await names(operator)).toEqual([...accountsOf('alice'), NOT_HERS, SUBJECT].sort());
  });

  it('says what changed and when, in pages, as far as strangers are told', async () => {
    const history = await api.ask(HISTORY);
    const { changes, next, subject } = history.json as {
      changes: { at: string }[];
      next: unknown;
      subject: string;
    };
    expect([history.status, subject, next, changes.length > 0]).toEqual([200, SUBJECT, null, true]);
    expect(history.text).not.toContain('not-hers');
    expect(history.headers).toMatchObject({ etag: expect.any(String), vary: 'Authorization, Accept' });
    const again = await api.ask(HISTORY, { headers: { 'if-none-match': String(history.headers.etag) } });
    expect(again.status).toBe(304);
  });

  it.each(['before=x', 'before=', 'limit=0', 'limit=-1', 'limit=1e9', 'limit=1&limit=2', 'max-age=1'])(
    'has no page of a history for %s',
    async (query) => {
      expect(problemIn(await api.ask(`${HISTORY}?${query}`))).toEqual(problem(400, 'invalid-query'));
    },
  );

  it('has no history of whom nobody asked for', async () => {
    const path = `${identityPath('mimi://b.example/u/nobody')}/history`;
    expect(problemIn(await api.ask(path))).toEqual(problem(404, 'unknown-identity'));
  });
});

describe('the observer', () => {
  it('hears of patterns, statuses and token ids, and of nothing that a client sent', async () => {
    const api = await startApi({ working: false });
    try {
      const caller = await api.addToken('caller');
      await api.ask(PATH);
      await api.ask(HISTORY, { token: caller });
      await api.ask('/secret?x=secret');
      await api.ask('/v1/identities/%');
      // Heard of once it is over, which its client may know before.
      await expect.poll(() => api.ended.length).toBe(4);
      const told = api.ended.map(({ method, route, status, tokenId }) => [
        method,
        route,
        status,
        tokenId !== null,
      ]);
      expect(told).toEqual([
        ['GET', '/v1/identities/:subject', 404, false],
        ['GET', '/v1/identities/:subject/history', 404, true],
        ['GET', 'unmatched', 404, false],
        ['GET', 'unmatched', 400, false],
      ]);
      expect(JSON.stringify(api.ended)).not.toMatch(/secret|alice|cp_/);
    } finally {
      await api.close();
    }
  });
});

describe('trouble of ours', () => {
  const failing = (error: Error): ReportMarks => ({ of: () => Promise.reject(error) });

  it.each([
    [new StoreError('io', 'store /data/store.sqlite: disk I/O error'), 503, 'unavailable', '5'],
    [new TypeError('secret is not a function'), 500, 'internal', undefined],
  ])('is told without its words: %s', async (error, status, code, retryAfter) => {
    const heard: unknown[] = [];
    const observer = {
      ...{ requestEnded: () => undefined, rateLimited: () => undefined, streams: () => undefined },
      failed: (failure: unknown) => void heard.push(failure),
    };
    const api = await startApi({ working: false, deps: { observer, marks: failing(error) } });
    try {
      const answer = await api.ask(PATH);
      expect([problemIn(answer), answer.headers['retry-after'], heard]).toEqual([
        ...[problem(status, code), retryAfter, [error]],
      ]);
      expect(answer.text).not.toMatch(/secret|sqlite|[.]ts:/);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    } finally {
      await api.close();
    }
  });
});

describe('a client that waits and goes away', () => {
  it('gives back its place', async () => {
    const people = (population: Parameters<typeof honest>[0]) =>
      honest(population, 'alice', { now: signedAt });
    const api = await startApi({ people, working: false, limits: { waiting: 1 } });
    try {
      const waiting = openEvents(`${api.url}${PATH}?max-age=0`, { accept: 'application/json' });
      await api.waiting(1);
      api.app.server.closeAllConnections();
      await expect(waiting).rejects.toThrow();
      await api.waiting(0);
      // There is one place, and it waits there until the job is done.
      const next = api.ask(`${PATH}?max-age=0`);
      api.deployment.work();
      expect(((await next).json as Report).verdict).toBe('consistent');
    } finally {
      await api.close();
    }
  });
});
