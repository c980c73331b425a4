import { type FastifyInstance, fastify } from 'fastify';
import { answerConnectionError, answerError } from './errors.js';
import { MAX_HEADER_BYTES } from './limits.js';
import { ProblemError } from './problems.js';
import { addOperations, type Operations } from './routes/operations.js';
import { addSecurityHeaders } from './security-headers.js';

/** Milliseconds for a whole request, and for an idle connection: probes and scrapers are next door. */
const REQUEST_MS = 5_000;
/** Connections at a time: a probe and a scraper have one each. */
const MAX_CONNECTIONS = 64;

/**
 * /healthz, /readyz and /metrics alone, on a port of their own: all that `worker` and `scheduler` listen on, and for
 * `serve` a way to keep them off the port that everybody reaches.
 *
 * @example const server = createOpsServer(operations); await server.listen({ host, port })
 */
export function createOpsServer(operations: Omit<Operations, 'metricsOpen'>): FastifyInstance {
  const app = fastify({
    logger: false,
    requestTimeout: REQUEST_MS,
    connectionTimeout: REQUEST_MS,
    keepAliveTimeout: REQUEST_MS,
    bodyLimit: 1,
    forceCloseConnections: true,
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: REQUEST_MS },
    clientErrorHandler: answerConnectionError,
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  addSecurityHeaders(app, null);
  app.setNotFoundHandler(async () => {
    throw new ProblemError('not-found');
  });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  // The keeper chose the address; without a token in the configuration the network is what protects it.
  addOperations(app, { ...operations, metricsOpen: true });
  return app;
}
