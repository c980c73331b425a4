import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JobRecord } from '../../store/job-types.js';
import { sendJson } from '../caching.js';
import type { ApiContext } from '../context.js';
import { readGiven } from '../given.js';
import { jobView, locationOf } from '../job-view.js';
import { MAX_BODY_BYTES, RETRY_SECONDS } from '../limits.js';
import { negotiate } from '../negotiate.js';
import { callerKey, mayAsk, nameOf } from '../permission.js';
import { ProblemError } from '../problems.js';
import { followJob, LAST_EVENT } from '../progress-stream.js';
import { accountsCodeOf, readBody, readQuery } from '../read-request.js';
import { noQuery, verificationRequest } from '../schemas.js';
import { readSubject } from '../subject.js';
import { letGo } from '../wait.js';

const JOB_ID = /^[0-9a-f]{32}$/;
/** No job has it: what is no id at all is looked for as this one, so that both take as long. */
const NO_JOB = '0'.repeat(32);
const RETRY = { 'retry-after': String(RETRY_SECONDS) };

/** Verifications that somebody asks for, and how they go on. */
export function verificationRoutes(app: FastifyInstance, context: ApiContext): void {
  const asked = { onRequest: mayAsk(context), bodyLimit: MAX_BODY_BYTES };
  app.post('/v1/verifications', asked, async (request, reply) => {
    const { deps } = context;
    readQuery(noQuery, request.query);
    const body = readBody(verificationRequest, request.body, accountsCodeOf);
    const subject = readSubject(body.subject);
    const given = readGiven(body.accounts ?? []);
    const caller = nameOf(request);
    const { id } = await deps.verifications.submit({ subject, given, caller, origin: 'demand' });
    const job = await found(id, context);
    const view = await jobView(deps, job, request.caller.audience);
    reply.code(202).headers({ location: locationOf(id), 'cache-control': 'no-store' });
    return sendJson(reply, view);
  });

  app.get<{ Params: { id: string } }>(
    '/v1/verifications/:id',
    { config: { publicReading: true } },
    async (request, reply) => {
      reply.headers({ vary: 'Authorization, Accept', 'cache-control': 'no-store' });
      readQuery(noQuery, request.query);
      const type = negotiate(request.headers.accept, ['application/json', 'text/event-stream']);
      const { id } = request.params;
      const job = await found(JOB_ID.test(id) ? id : NO_JOB, context);
      // HEAD asks for the header alone: there is nothing to follow.
      if (type === 'text/event-stream' && request.method === 'GET')
        return stream(job, request, reply, context);
      const view = await jobView(context.deps, job, request.caller.audience);
      return sendJson(reply, view);
    },
  );
}

async function found(id: string, { deps }: ApiContext): Promise<JobRecord> {
  const job = await deps.jobs.get(id);
  if (job === null) throw new ProblemError('unknown-verification');
  return job;
}

function stream(
  job: JobRecord,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
): FastifyReply {
  const seen = lastSeen(request.headers['last-event-id']);
  // A browser that is told of nothing does not come back (HTML standard, section 9.2.3).
  if (seen === LAST_EVENT) return reply.code(204).send();
  const key = callerKey(request);
  const giveBack = context.streams.take(key);
  if (giveBack === null)
    throw new ProblemError(
      context.streams.hasOwn(key) ? 'unavailable' : 'too-many-streams',
      undefined,
      RETRY,
    );
  reply.raw.once('close', giveBack);
  const signal = letGo(reply.raw, context.closing);
  const { audience } = request.caller;
  const events = followJob(context, { requestId: request.id, job, audience, after: seen, signal });
  // Proxies that buffer would hand the events on together, at the end.
  return reply.header('x-accel-buffering', 'no').type('text/event-stream').send(events);
}

/** The ordinal of the last reading the client has; anything else than our own ids is none. */
function lastSeen(id: string | string[] | undefined): number | typeof LAST_EVENT {
  if (id === LAST_EVENT) return LAST_EVENT;
  return typeof id === 'string' && /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0;
}
