import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfiguredToken } from '../../src/api/deps.js';
import { signForgetRequest } from '../../src/api/forget-request.js';
import { createLog, LOG_EVENTS } from '../../src/api/logger.js';
import { Metrics } from '../../src/api/metrics.js';
import { createObserver } from '../../src/api/observer.js';
import { StoreError } from '../../src/store/store-error.js';
import { generateIdentityKey } from '../../src/verify/index.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type ApiServer, identityPath, startApi } from './support/api-server.js';

const DAY_MS = 86_400_000;
const PRIVATE = 'https://blog.secret-place.example/';
const SECRET_AGENT = 'agent-of-somebody/7';
const TOKEN = `cp_test_${randomBytes(32).toString('base64url')}`;
const HASH = createHash('sha256').update(TOKEN).digest('hex');
const KEEPER: ConfiguredToken = { id: 'config.keeper', name: 'keeper', role: 'operator', hash: HASH };
/** Members that a line may have; `error` has its own. */
const MEMBERS = new Set(
  'level time pid role version msg requestId route method status ms token kind outcome count mode error'.split(
    ' ',
  ),
);

describe('what is written down while people are looked up', () => {
  const text: string[] = [];
  const metrics = new Metrics('serve');
  const log = createLog({
    level: 'trace',
    role: 'serve',
    clock: frozenClock(),
    write: (line) => void text.push(line),
  });
  const observer = createObserver(metrics, log);
  let api: ApiServer;
  let forgetRequest: string;

  beforeAll(async () => {
    const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);
    api = await startApi({
      people: (population) => honest(population, 'alice', { now: signedAt }),
      deps: { observer, configuredTokens: [KEEPER] },
      working: false,
    });
    api.deployment.work({ observer });
    const key = await generateIdentityKey('EdDSA');
    forgetRequest = await signForgetRequest(key, {
      subject: SUBJECT,
      audience: api.url,
      now: api.clock.now(),
    });
    await lookEverybodyUp();
  });
  afterAll(() => api.close());

  /** Requests of all kinds, good and bad, with things in them that nobody else may read. */
  async function lookEverybodyUp(): Promise<void> {
    const headers = { 'user-agent': SECRET_AGENT, cookie: 'session=secret-cookie' };
    const ask = (path: string, how: Parameters<ApiServer['ask']>[1] = {}) =>
      api.ask(path, { ...how, headers: { ...headers, ...how.headers } });
    const body = { subject: SUBJECT, accounts: [PRIVATE, 'https://github.com/alice'] };
    const job = await ask('/v1/verifications', { method: 'POST', token: TOKEN, body });
    const { id } = job.json as { id: string };
    await api.deployment.ended(id);
    await ask(`/v1/verifications/${id}`, { token: TOKEN, headers: { accept: 'text/event-stream' } });
    await ask(`/v1/verifications/${id}`);
    await ask(`${identityPath(SUBJECT)}?max-age=0`, { token: TOKEN });
    await ask(identityPath(SUBJECT), { headers: { authorization: `Bearer ${TOKEN}wrong` } });
    await ask(identityPath(SUBJECT), { method: 'DELETE', token: forgetRequest });
    await ask(`/v1/identities/${encodeURIComponent(PRIVATE)}`);
    await ask(`/nowhere/${encodeURIComponent(PRIVATE)}?access_token=${TOKEN}`);
    await ask('/v1/verifications', { method: 'POST', token: TOKEN, body: `{"${PRIVATE}` });
    await ask(`/v1/schedules/${encodeURIComponent(SUBJECT)}`, {
      method: 'PUT',
      token: TOKEN,
      body: { every: 'PT6H' },
    });
    const { latest } = api.deps.store;
    for (const error of [
      new TypeError(`Invalid URL: ${PRIVATE}`, { cause: new Error(TOKEN) }),
      new StoreError('busy', 'store x: locked', { cause: new Error(`Key (${SUBJECT}) exists`) }),
    ]) {
      api.deps.store.latest = () => Promise.reject(error);
      await ask(identityPath(SUBJECT));
    }
    api.deps.store.latest = latest;
  }

  it('is enough to follow what happened', () => {
    const lines = text.map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = lines.filter((line) => line.msg === 'request');
    expect(requests.map(({ method, route, status, token = null }) => [method, route, status, token])).toEqual(
      [
        ['POST', '/v1/verifications', 202, 'config.keeper'],
        ['GET', '/v1/verifications/:id', 200, 'config.keeper'],
        ['GET', '/v1/verifications/:id', 200, null],
        ['GET', '/v1/identities/:subject', 200, 'config.keeper'],
        ['GET', '/v1/identities/:subject', 401, null],
        ['DELETE', '/v1/identities/:subject', 401, null],
        ['GET', '/v1/identities/:subject', 400, null],
        ['GET', 'unmatched', 404, null],
        ['POST', '/v1/verifications', 400, 'config.keeper'],
        ['PUT', '/v1/schedules/:subject', 201, 'config.keeper'],
        ['GET', '/v1/identities/:subject', 500, null],
        ['GET', '/v1/identities/:subject', 503, null],
      ],
    );
    expect(lines.filter((line) => line.msg === 'request-failed')).toHaveLength(2);
    expect(lines.filter((line) => line.msg === 'job' && line.kind === 'verify').length).toBeGreaterThan(0);
    expect(new Set(requests.map((line) => line.requestId)).size).toBe(requests.length);
  });

  it('has no member that is not on the list', () => {
    const members = text.flatMap((line) => Object.keys(JSON.parse(line) as object));
    expect([...new Set(members)].filter((member) => !MEMBERS.has(member))).toEqual([]);
    const events = text.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(events.filter((event) => !(LOG_EVENTS as readonly string[]).includes(event))).toEqual([]);
  });

  it.each([
    ['a token', TOKEN],
    ['the hash of a token', HASH],
    ['a subject', 'alice'],
    ['a subject as it stands in a URL', 'mimi%3A'],
    ['any identity', 'mimi:'],
    ['an account', 'secret-place'],
    ['a public account', 'github.com'],
    ['a query', 'max-age'],
    ['a cookie', 'secret-cookie'],
    ['what a caller says of his client', SECRET_AGENT],
    ['the address of a caller', '127.0.0.1'],
    ['a signature', 'eyJ'],
  ])('does not have %s in it', async (_, secret) => {
    expect(text.join('').includes(secret)).toBe(false);
    expect((await metrics.registry.metrics()).includes(secret)).toBe(false);
  });
});
