import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Check, createHealth } from '../../src/api/health.js';
import { Metrics } from '../../src/api/metrics.js';
import { createOpsServer } from '../../src/api/ops-server.js';
import { healthSchema, problemSchema, readinessSchema } from '../../src/api/schemas.js';
import { frozenClock } from '../support/frozen-clock.js';

const TOKEN = 'the-scraper';
const HASH = createHash('sha256').update(TOKEN).digest('hex');

async function listening(options: { check?: Check; metricsToken?: string | null } = {}) {
  const health = createHealth({ store: options.check ?? (async () => 'ok') }, frozenClock());
  const metricsToken = options.metricsToken ?? null;
  const app: FastifyInstance = createOpsServer({ health, metrics: new Metrics('worker'), metricsToken });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => void (await app.close()));
  const get = async (path: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await request(`${address}${path}`, { headers });
    return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
  };
  return { health, get };
}

describe('the port for those who keep the process', () => {
  it('says that the process is alive, whatever else is not', async () => {
    const { get } = await listening({ check: async () => 'failed' });
    const { status, headers, body } = await get('/healthz');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(healthSchema.parse(JSON.parse(body))).toEqual({ status: 'alive' });
  });

  it('says what it lacks', async () => {
    const { get, health } = await listening({ check: async () => 'schema' });
    const lacking = await get('/readyz');
    expect(lacking.status).toBe(503);
    expect(readinessSchema.parse(JSON.parse(lacking.body))).toEqual({
      status: 'not-ready',
      checks: { store: 'schema' },
    });
    health.stop();
    const stopping = await get('/readyz');
    expect([stopping.status, JSON.parse(stopping.body)]).toEqual([
      503,
      { status: 'shutting-down', checks: {} },
    ]);
  });

  it('says that it is ready', async () => {
    const { get } = await listening();
    const { status, body } = await get('/readyz');
    expect([status, JSON.parse(body)]).toEqual([200, { status: 'ready', checks: { store: 'ok' } }]);
  });

  it('shows metrics in the text format of Prometheus', async () => {
    const { get } = await listening();
    const { status, headers, body } = await get('/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toMatch(/^crossproof_build_info\{.*role="worker"\} 1$/m);
    expect(body).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  it('asks for the token of metrics where there is one, and for metrics only', async () => {
    const { get } = await listening({ metricsToken: HASH });
    const refusals = [await get('/metrics'), await get('/metrics', HASH), await get('/metrics', `${TOKEN}s`)];
    for (const { status, headers, body } of refusals) {
      expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="crossproof"']);
      expect(problemSchema.parse(JSON.parse(body)).code).toBe('unauthorized');
    }
    expect((await get('/metrics', TOKEN)).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
  });

  it('has nothing else', async () => {
    const { get } = await listening();
    const { status, body } = await get('/v1/identities/x');
    expect([status, problemSchema.parse(JSON.parse(body)).code]).toEqual([404, 'not-found']);
  });
});
