import type { Budget } from './budget.js';
import { type FetchContext, stopFailure } from './context.js';
import { ACCEPT_ENCODING } from './decode.js';
import type { Answer } from './exchange.js';
import { type Failure, failure } from './failure.js';
import { type HopResult, type HopTrace, runHop } from './hop.js';
import {
  DEFAULT_BACK_OFF_MS,
  MAX_RETRIES,
  MAX_RETRY_AFTER_WAIT_MS,
  QUEUE_MS,
  RETRY_BASE_MS,
} from './limits.js';
import type { Turn } from './politeness.js';
import { quote } from './quote.js';
import { rateLimited } from './status.js';
import type { FetchRequest, HopRecord, ResponseCache } from './types.js';
import type { AllowedUrl } from './url-policy.js';

/** One reading on its way. */
export interface Run {
  readonly context: FetchContext;
  readonly request: FetchRequest;
  readonly budget: Budget;
  readonly hops: HopRecord[];
  /** Ends a body at the limit instead of refusing it (robots.txt). */
  readonly cut: boolean;
  readonly cache: ResponseCache | undefined;
}

export type Attempted =
  | { readonly answer: Answer; readonly failure: null }
  | { readonly answer: null; readonly failure: Failure };

/** Writes a hop into the evidence. */
export function record(run: Run, hop: HopRecord): void {
  run.hops.push(hop);
  run.context.onHop?.(hop);
}

/**
 * Asks for one URL, again with back-off and jitter where it may heal within the reading's time. Any status is an
 * answer here, but for those that ask for patience.
 */
export async function attempt(run: Run, url: AllowedUrl, extra: Record<string, string>): Promise<Attempted> {
  for (let tries = 0; ; tries += 1) {
    const result = await once(run, url, extra);
    const healing = result.answer ? healingStatus(result.answer) : result.failure.mayHeal;
    if (!healing || tries >= MAX_RETRIES || run.budget.stopped) return result;
    const pause = pauseBefore(run, result, tries);
    if (pause >= run.budget.left) return result;
    await run.budget.sleep(pause);
  }
}

const healingStatus = ({ status }: Answer): boolean => status === 500 || (status >= 502 && status <= 504);

/** Milliseconds to the next attempt: what the host asked for, or a doubling time with jitter. */
function pauseBefore(run: Run, result: Attempted, tries: number): number {
  const { clock, random } = run.context;
  const retryAt = result.failure?.retryAt;
  if (retryAt !== undefined) return Math.max(0, Date.parse(retryAt) - clock.now().getTime());
  return RETRY_BASE_MS * 2 ** tries * (0.5 + random() / 2);
}

async function once(run: Run, url: AllowedUrl, extra: Record<string, string>): Promise<Attempted> {
  const { context, budget } = run;
  const turn = await takeTurn(run, url.host);
  if (turn === null) {
    const stopped = stopFailure(budget, context, url.host) ?? failure('cancelled', 'stopped');
    return { answer: null, failure: stopped };
  }
  if (turn.release === null) return { answer: null, failure: resting(run, url, turn.restMs) };
  const startedAt = context.clock.now();
  const trace: HopTrace = { addresses: [] };
  try {
    const result = await runHop(context.tools, url, exchangeRequest(run, extra), budget, trace);
    const told = interpret(run, url, result);
    recordHop(run, url, startedAt, trace, told);
    return told;
  } finally {
    turn.release();
  }
}

/** The wait for a turn does not run against the reading's time, but it has an end of its own. */
async function takeTurn({ budget, context }: Run, host: string): Promise<Turn | null> {
  const now = budget.aborted ? null : context.politeness.takeNow(host);
  if (now) return now;
  budget.pause();
  const timer = setTimeout(() => budget.stop('queue'), QUEUE_MS);
  try {
    return await context.politeness.take(host, budget);
  } catch (error) {
    // Who went away is not told of our trouble.
    if (budget.stopped === 'cancelled') return null;
    throw error;
  } finally {
    clearTimeout(timer);
    budget.run();
  }
}

function exchangeRequest(run: Run, extra: Record<string, string>) {
  const { policy, accept } = run.request;
  return {
    headers: {
      accept,
      'accept-encoding': run.cut ? 'identity' : ACCEPT_ENCODING,
      'user-agent': run.context.settings.userAgent,
      ...extra,
    },
    maxBytes: policy.maxBytes,
    cut: run.cut,
  };
}

/** A stop of ours explains whatever the sockets said; a plea for patience is noted for the whole host. */
function interpret(run: Run, url: AllowedUrl, result: HopResult): Attempted {
  const { context, budget } = run;
  if (result.answer === null) {
    return { answer: null, failure: stopFailure(budget, context, url.host) ?? result.failure };
  }
  const now = context.clock.now();
  const limited = rateLimited(result.answer, now);
  if (!limited) return result;
  const restMs = limited.until ? limited.until.getTime() - now.getTime() : DEFAULT_BACK_OFF_MS;
  context.politeness.rest(url.host, restMs);
  const asked = resting(run, url, restMs, limited.worthWaiting);
  return { answer: null, failure: { ...asked, status: result.answer.status } };
}

function resting(run: Run, url: AllowedUrl, restMs: number, mayHeal?: boolean): Failure {
  const retryAt = new Date(run.context.clock.now().getTime() + restMs).toISOString();
  const detail = `${url.host} asks not to be asked again before ${retryAt}`;
  return { ...failure('rate-limited', detail, mayHeal ?? restMs <= MAX_RETRY_AFTER_WAIT_MS), retryAt };
}

function recordHop(run: Run, url: AllowedUrl, startedAt: Date, trace: HopTrace, told: Attempted): void {
  const location = told.answer?.headers.location;
  const status = told.answer?.status ?? told.failure?.status;
  record(run, {
    url: url.href,
    addresses: trace.addresses,
    ...(trace.dialled === undefined ? {} : { dialled: trace.dialled }),
    ...(status === undefined ? {} : { status }),
    ...(location === undefined ? {} : { location: quote(location) }),
    ...(told.failure ? { reason: told.failure.reason, detail: told.failure.detail } : {}),
    startedAt: startedAt.toISOString(),
    durationMs: run.context.clock.now().getTime() - startedAt.getTime(),
  });
}
