import { readingsOf } from '../jobs/readings.js';
import type { Audience } from '../report/audience.js';
import { viewFor } from '../report/audience.js';
import type { Report } from '../report/types.js';
import type { JobRecord } from '../store/job-types.js';
import type { StoredReading } from '../store/types.js';
import type { ApiContext } from './context.js';
import { EventStream } from './event-stream.js';
import { jobView } from './job-view.js';
import { watchJob } from './wait.js';

/** The id of the last event: whoever comes back with it has seen everything. */
export const LAST_EVENT = 'end';

export interface Following {
  /** Of the request, for the log. */
  readonly requestId: string;
  readonly job: JobRecord;
  readonly audience: Audience;
  /** Ordinal of the last reading the client has seen; 0 at first. */
  readonly after: number;
  /** Aborted when the client goes away or the server goes down. */
  readonly signal: AbortSignal;
}

/**
 * Tells of a verification until it ends: `state` first and whenever it changes, `account` for each account that was read,
 * then `completed` or `failed` with what GET would say.
 */
export function followJob(context: ApiContext, following: Following): EventStream {
  const stream = new EventStream(context.limits.streamBytes);
  const heartbeat = setInterval(() => stream.comment('still here'), context.limits.heartbeatMs);
  tell(context, following, stream)
    .then(
      () => stream.finish(),
      (error: unknown) => {
        context.deps.observer?.failed(error, {
          id: following.requestId,
          method: 'GET',
          route: '/v1/verifications/:id',
        });
        stream.destroy();
      },
    )
    .finally(() => clearInterval(heartbeat));
  return stream;
}

async function tell(context: ApiContext, following: Following, stream: EventStream): Promise<void> {
  const { deps, closing } = context;
  const { audience, signal } = following;
  const { id, subject } = following.job;
  const watch = watchJob(context, id, signal);
  try {
    const isNamed = await namesFor(context, following);
    const readSince = readingsOf(deps.store, following.job);
    let { after } = following;
    let told = '';
    for (let job: JobRecord | null = following.job; ; job = await deps.jobs.get(id)) {
      if (closing.aborted) return stream.comment('this server is going down');
      if (signal.aborted || stream.destroyed) return;
      if (job === null) return stream.comment('this verification is gone');
      // Readings are kept before the job ends: those of record of an ended job are all there.
      const readings = await readSince(after);
      if (told !== job.state) {
        const { known, state } = job;
        await stream.event('state', {
          id,
          subject,
          state,
          progress: { done: Math.min(after, known), known },
        });
        told = job.state;
      }
      for (const reading of readings) {
        await stream.event('account', accountEvent(reading, job.known, isNamed), String(reading.ordinal));
        after = reading.ordinal;
      }
      if (job.finishedAt !== null) {
        const view = await jobView(deps, job, audience, after);
        return await stream.event(job.state, view, LAST_EVENT);
      }
      await watch.next();
    }
  } finally {
    watch.stop();
  }
}

function accountEvent(
  { ordinal, reading }: StoredReading,
  known: number,
  isNamed: (account: string) => boolean,
): Readonly<Record<string, unknown>> {
  const { account, outcome, reason } = reading;
  return {
    done: ordinal,
    known: Math.max(known, ordinal),
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(isNamed(account) ? { account } : {}),
  };
}

/**
 * Which accounts may be named before there is a report that says what they are: the subject, what the caller gave, and
 * those that the report of record shows to him anyway.
 */
async function namesFor(
  { deps }: ApiContext,
  { job, audience }: Following,
): Promise<(account: string) => boolean> {
  if (audience === 'operator') return () => true;
  const latest = await deps.store.latest(job.subject);
  const shown = latest === null ? [] : viewFor(latest.report as Report, audience).accounts;
  const names = new Set([job.subject, ...job.given, ...shown.map(({ account }) => account)]);
  return (account) => names.has(account);
}
