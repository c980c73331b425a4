import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiObserver } from './deps.js';
import { routeOf } from './errors.js';

/** Tells the observer of each request once it is over, however it ended. */
export function observeRequests(app: FastifyInstance, observer: ApiObserver | undefined): void {
  if (observer === undefined) return;
  app.addHook('onRequest', (request, reply, done) => {
    observeRequest(request, reply, observer);
    done();
  });
}

/** The same for requests that never come to a route. */
export function observeRequest(request: FastifyRequest, reply: FastifyReply, observer: ApiObserver): void {
  const startedAt = performance.now();
  // 'finish' would miss those whose client went away, and streams.
  reply.raw.once('close', () => {
    observer.requestEnded({
      id: request.id,
      method: request.method,
      route: routeOf(request),
      status: reply.raw.headersSent ? reply.raw.statusCode : 0,
      milliseconds: performance.now() - startedAt,
      tokenId: request.caller?.token?.id ?? null,
    });
  });
}
