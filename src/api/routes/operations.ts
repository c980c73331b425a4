import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { unauthorized } from '../auth.js';
import type { Health } from '../health.js';
import type { Metrics } from '../metrics.js';

/** What a process shows of itself to those who keep it. */
export interface Operations {
  readonly health: Health;
  readonly metrics: Metrics;
  /** SHA-256 of the token that /metrics asks for, lower-case hexadecimal; null where none is configured. */
  readonly metricsToken: string | null;
  /** Whether /metrics answers without one: the port is private, or on loopback. */
  readonly metricsOpen: boolean;
}

const NO_STORE = { 'cache-control': 'no-store' } as const;

/** /healthz, /readyz and /metrics. None of them tells anything about a subject, a caller or a secret. */
export function addOperations(app: FastifyInstance, operations: Operations): void {
  const { health, metrics } = operations;
  app.get('/healthz', async (_request, reply) => reply.headers(NO_STORE).send({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const readiness = await health.ready();
    return reply
      .code(readiness.status === 'ready' ? 200 : 503)
      .headers(NO_STORE)
      .send(readiness);
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, operations)) throw unauthorized();
    const text = await metrics.registry.metrics();
    return reply.headers(NO_STORE).type(metrics.registry.contentType).send(text);
  });
}

function mayRead(request: FastifyRequest, { metricsToken, metricsOpen }: Operations): boolean {
  if (metricsToken === null) return metricsOpen;
  const given = /^Bearer +([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(createHash('sha256').update(given).digest(), Buffer.from(metricsToken, 'hex'));
}
