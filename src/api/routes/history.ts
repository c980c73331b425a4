import type { FastifyInstance } from 'fastify';
import { CursorError, historyOf } from '../../store/history.js';
import { sendTagged, taggedJson } from '../caching.js';
import type { ApiContext } from '../context.js';
import { negotiate } from '../negotiate.js';
import { ProblemError } from '../problems.js';
import { readQuery } from '../read-request.js';
import { DEFAULT_HISTORY, historyQuery } from '../schemas.js';
import { readSubject } from '../subject.js';

/** What changed of a subject, and when: never who looked. */
export function historyRoutes(app: FastifyInstance, { deps }: ApiContext): void {
  app.get<{ Params: { subject: string } }>(
    '/v1/identities/:subject/history',
    { config: { publicReading: true } },
    async (request, reply) => {
      reply.header('vary', 'Authorization, Accept');
      const subject = readSubject(request.params.subject);
      const { before, limit = DEFAULT_HISTORY } = readQuery(historyQuery, request.query);
      negotiate(request.headers.accept, ['application/json']);
      const { audience } = request.caller;
      const page = await historyOf(deps.store, subject, {
        ...{ audience, limit },
        ...(before === undefined ? {} : { before }),
      }).catch(refuseCursor);
      if (page === null) throw new ProblemError('unknown-identity');
      return sendTagged(request, reply, taggedJson(page));
    },
  );
}

function refuseCursor(error: unknown): never {
  if (error instanceof CursorError) throw new ProblemError('invalid-query', `"before": ${error.message}`);
  throw error;
}
