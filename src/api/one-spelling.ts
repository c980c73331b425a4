import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.js';

/** RFC 9112 section 3.2.2: a server takes a whole URL as well. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * What a proxy may be told to keep from others is found by one spelling of its path alone: one that compares paths as they are
 * sent, and refuses `/metrics`, would let `/%6detrics` pass, which the router takes for the same.
 */
export function guardSpelling(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const [fixed = ''] = (request.routeOptions.url ?? '').split(/[:*]/, 1);
    if (!request.url.replace(ORIGIN, '').startsWith(fixed)) throw new ProblemError('not-found');
    done();
  });
}
