import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JobRecord } from '../../store/job-types.js';
import { cacheControl, sendJson, sendTagged, type TaggedJson, taggedJson } from '../caching.js';
import type { ApiContext } from '../context.js';
import { jobView, locationOf } from '../job-view.js';
import { MAX_AGE_FLOOR_SECONDS, RENDERED_MS, SPELLINGS } from '../limits.js';
import { negotiate } from '../negotiate.js';
import { type RenderedReport, renderedReport } from '../newest-reports.js';
import { isLocal } from '../origin-guard.js';
import { callerKey, mayAsk, nameOf } from '../permission.js';
import { ProblemError } from '../problems.js';
import { readQuery } from '../read-request.js';
import { remembering } from '../remember.js';
import { maxAgeQuery } from '../schemas.js';
import { readSubject } from '../subject.js';
import { letGo, waitForJob } from '../wait.js';

/** What is asked for, and by whom. */
interface Asked {
  readonly subject: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly type: 'application/json' | 'application/jwt';
  /** Seconds; null: any report will do. */
  readonly maxAge: number | null;
}

/** The newest report of a subject. */
export function identityRoutes(app: FastifyInstance, context: ApiContext): void {
  // The same few are asked for again and again, and to read an identifier takes longer than to find its report.
  const subjectOf = remembering(readSubject, { entries: SPELLINGS, milliseconds: RENDERED_MS });
  app.get<{ Params: { subject: string } }>(
    '/v1/identities/:subject',
    { config: { publicReading: true } },
    async (request, reply) => {
      reply.header('vary', 'Authorization, Accept');
      const subject = subjectOf(request.params.subject);
      const { 'max-age': maxAge = null } = readQuery(maxAgeQuery, request.query);
      const type = negotiate(request.headers.accept, ['application/json', 'application/jwt']);
      const asked: Asked = { subject, request, reply, type, maxAge: withFloor(maxAge, request, context) };
      const newest = await context.newest.get(subject, request.caller.audience);
      if (isYoung(newest, asked.maxAge, context)) return sendReport(asked, context, newest);
      return verifyFirst(asked, context);
    },
  );
}

/** Strangers from elsewhere cannot have a report of seconds ago, whatever they ask for. */
function withFloor(maxAge: number | null, request: FastifyRequest, { deps }: ApiContext): number | null {
  if (maxAge === null || request.caller.token !== null || isLocal(request, deps)) return maxAge;
  return Math.max(maxAge, MAX_AGE_FLOOR_SECONDS);
}

/** Without an age there is nothing to ask for: what is not there is not made. */
function isYoung(
  newest: RenderedReport | null,
  maxAge: number | null,
  { deps }: ApiContext,
): newest is RenderedReport {
  if (maxAge === null) {
    if (newest === null) throw new ProblemError('unknown-identity');
    return true;
  }
  // The last look counts, also one that read nothing: asking again at once would be no better.
  return newest !== null && deps.clock.now().getTime() - Date.parse(newest.checkedAt) <= maxAge * 1_000;
}

async function sendReport(
  asked: Asked,
  context: ApiContext,
  { body, tag }: TaggedJson,
): Promise<FastifyReply> {
  const { request, reply, subject, type, maxAge } = asked;
  const fresh = maxAge !== null;
  if (type === 'application/json') return sendTagged(request, reply, { body, tag }, { fresh });
  const issuer = context.origin();
  // Its time stands in it, so that no two are the same bytes: there is no tag to compare.
  const jws = await context.deps.signer.sign(JSON.parse(body.toString()), { subject, issuer });
  return reply.header('cache-control', cacheControl(request, { fresh })).type('application/jwt').send(jws);
}

async function verifyFirst(asked: Asked, context: ApiContext): Promise<FastifyReply> {
  const { subject, request, reply } = asked;
  const { deps } = context;
  await mayAsk(context)(request, reply);
  const asking = { subject, given: [], caller: nameOf(request), origin: 'demand' } as const;
  const { id } = await deps.verifications.submit(asking);
  const job = await waitForPlace(id, request, reply, context);
  if (job === null) throw new ProblemError('unknown-identity');
  if (job.finishedAt === null) return sendJob(job, asked, context);
  const { audience } = request.caller;
  const latest = await deps.store.latest(subject);
  if (latest !== null) {
    const incomplete = latest.incomplete || job.state !== 'completed';
    return sendReport(asked, context, renderedReport({ ...latest, incomplete }, audience));
  }
  const { report } = await jobView(deps, job, audience);
  if (report === null) throw new ProblemError('verification-failed');
  return sendReport(asked, context, taggedJson(report));
}

async function waitForPlace(
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
): Promise<JobRecord | null> {
  const giveBack = context.waiting.take(callerKey(request));
  if (giveBack === null) return context.deps.jobs.get(id);
  try {
    return await waitForJob(context, id, letGo(reply.raw, context.closing));
  } finally {
    giveBack();
  }
}

/** It takes longer than anybody waits: the job can be asked for. */
async function sendJob(
  job: JobRecord,
  { request, reply }: Asked,
  { deps }: ApiContext,
): Promise<FastifyReply> {
  const view = await jobView(deps, job, request.caller.audience);
  reply.code(202).headers({ location: locationOf(job.id), 'cache-control': 'no-store' });
  return sendJson(reply, view);
}
