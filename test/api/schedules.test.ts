import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { type ApiServer, problem, problemIn, startApi } from './support/api-server.js';

const PATH = `/v1/schedules/${encodeURIComponent(SUBJECT)}`;

describe('the schedule of a subject', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({ working: false });
  });
  afterAll(() => api.close());
  const put = (body: unknown) => api.ask(PATH, { method: 'PUT', body });

  it('is unknown before it is made', async () => {
    expect(problemIn(await api.ask(PATH))).toEqual(problem(404, 'unknown-schedule'));
    expect(problemIn(await api.ask(PATH, { method: 'DELETE' }))).toEqual(problem(404, 'unknown-schedule'));
  });

  it('is made, changed, shown under every spelling, and removed', async () => {
    const made = await put({ every: 'PT6H' });
    const changed = await put({ every: 'PT168H' });
    const shown = await api.ask(`/v1/schedules/${encodeURIComponent('MIMI://a.EXAMPLE/u/alice')}`);
    const schedule = { subject: SUBJECT, every: 'PT6H', next: NOON, last: null };
    expect([made.status, made.json]).toEqual([201, schedule]);
    expect([changed.status, changed.json]).toEqual([200, { ...schedule, every: 'P1W' }]);
    expect(shown.json).toEqual(changed.json);
    expect(shown.headers['cache-control']).toBe('private, no-store');
    expect([shown.headers['access-control-allow-origin'], shown.headers.etag]).toEqual([
      undefined,
      undefined,
    ]);
    expect((await api.ask(PATH, { method: 'DELETE' })).status).toBe(204);
    expect((await api.ask(PATH)).status).toBe(404);
  });

  it('is ended by clients too that name the type of a body always', async () => {
    expect((await put({ every: 'PT6H' })).status).toBe(201);
    const ended = await api.ask(PATH, { method: 'DELETE', headers: { 'content-type': 'application/json' } });
    expect(ended.status).toBe(204);
  });

  it.each(['PT59M59S', 'PT0S', 'P367D', 'P1M', '6h', 'PT6H ', '', 'pt6h'])(
    'is not made every %j',
    async (every) => {
      expect(problemIn(await put({ every }))).toEqual(problem(400, 'invalid-schedule'));
    },
  );

  it.each([
    [{}],
    [{ every: 6 }],
    [{ every: 'PT6H', subject: SUBJECT }],
    ['PT6H'],
    [{ every: 'P'.repeat(65) }],
  ])('is not made of %j', async (body) => {
    expect(problemIn(await put(body))).toEqual(problem(400, 'invalid-body'));
  });
});
