import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DurationError, formatDuration, parseEvery } from '../../schedule/duration.js';
import { firstDue } from '../../schedule/first-due.js';
import { sendJson } from '../caching.js';
import type { ApiContext } from '../context.js';
import { negotiate } from '../negotiate.js';
import { mayAsk, permit } from '../permission.js';
import { ProblemError } from '../problems.js';
import { readBody, readQuery } from '../read-request.js';
import { type Shown, schedulesOf } from '../schedules-of.js';
import { noQuery, scheduleRequest } from '../schemas.js';
import { readSubject } from '../subject.js';

const FAULTS: Readonly<Record<DurationError, string>> = {
  malformed: '"every" is an ISO 8601 duration of weeks, or of days, hours, minutes and seconds.',
  'too-short': '"every" is at least PT1H.',
  'too-long': '"every" is at most P366D.',
};

/** How often a subject is verified. Not for strangers, not even to be read: it tells who is watched. */
export function scheduleRoutes(app: FastifyInstance, context: ApiContext): void {
  const { deps } = context;
  const url = '/v1/schedules/:subject';
  const onRequest = mayAsk(context);
  const mayRead = (request: FastifyRequest) => permit(request, deps, 'caller');

  app.get<{ Params: { subject: string } }>(url, { onRequest: mayRead }, async (request, reply) => {
    const subject = readSubject(request.params.subject);
    readQuery(noQuery, request.query);
    negotiate(request.headers.accept, ['application/json']);
    const schedule = await schedulesOf(request, deps).get(subject);
    if (schedule === null) throw new ProblemError('unknown-schedule');
    return sendSchedule(reply, schedule);
  });

  app.put<{ Params: { subject: string } }>(url, { onRequest }, async (request, reply) => {
    const subject = readSubject(request.params.subject);
    readQuery(noQuery, request.query);
    const everySeconds = readEvery(readBody(scheduleRequest, request.body).every);
    const now = deps.clock.now();
    const neverSeen = (await deps.store.latest(subject)) === null;
    const dueAt = firstDue(everySeconds, now, deps.random, { neverSeen, together: 1 });
    const wanted = { subject, everySeconds, dueAt, createdAt: now.toISOString() };
    const { isNew, ...schedule } = await schedulesOf(request, deps).put(wanted);
    return sendSchedule(reply.code(isNew ? 201 : 200), schedule);
  });

  app.delete<{ Params: { subject: string } }>(url, { onRequest }, async (request, reply) => {
    const subject = readSubject(request.params.subject);
    readQuery(noQuery, request.query);
    if (!(await schedulesOf(request, deps).remove(subject))) throw new ProblemError('unknown-schedule');
    return reply.code(204).header('cache-control', 'no-store').send();
  });
}

function sendSchedule(reply: FastifyReply, schedule: Shown): FastifyReply {
  const { subject, everySeconds, dueAt, lastRunAt } = schedule;
  const every = formatDuration(everySeconds);
  return sendJson(reply.header('cache-control', 'private, no-store'), {
    ...{ subject, every, next: dueAt, last: lastRunAt },
  });
}

function readEvery(text: string): number {
  const every = parseEvery(text);
  if (!every.ok) throw new ProblemError('invalid-schedule', FAULTS[every.error]);
  return every.seconds;
}
