import { createHash } from 'node:crypto';
import { attempt, type Run, record } from './attempt.js';
import type { Followers } from './budget.js';
import { type FetchContext, stopFailure, withBudget } from './context.js';
import { type Failure, failure } from './failure.js';
import { conditions, confirms, isFresh, isUsable, mayStore, renewed } from './freshness.js';
import { contentType, type Headers } from './headers.js';
import { MAX_REDIRECTS } from './limits.js';
import { quote } from './quote.js';
import { isAbsent, isRedirect, statusFailure } from './status.js';
import type { CachedResponse, FetchOptions, FetchRequest, Reading } from './types.js';
import {
  type AllowedUrl,
  decideUrl,
  forbiddenRedirect,
  type RefusedUrl,
  resolveLocation,
} from './url-policy.js';

/** What one URL gave, from the net or from the store. */
interface Served {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly fromCache: boolean;
  readonly at: string;
  readonly failure: null;
}

type Step = Served | { readonly failure: Failure };

interface ReadOptions extends FetchOptions {
  /** Ends a body at the limit instead of refusing it. */
  readonly cut?: boolean;
  /** Readings that wait for this one. */
  readonly followers?: Followers;
}

/**
 * One reading from end to end: every redirect starts the decision anew. Never throws for what a server did; rejects with
 * a PolitenessError where nobody could tell whose turn it was.
 */
export function read(
  context: FetchContext,
  request: FetchRequest,
  { signal, cut = false, cache = context.cache, followers }: ReadOptions,
): Promise<Reading> {
  return withBudget(context, { signal, followers }, async (budget) => {
    const run: Run = { context, request, budget, hops: [], cut, cache };
    budget.run();
    const visited = new Set<string>();
    let url: AllowedUrl | RefusedUrl = decideUrl(request.url);
    if (!url.allowed) return refused(run, quote(request.url), failure(url.reason, url.detail));
    for (;;) {
      const stopped = stopFailure(budget, context, url.host);
      const step: Step = stopped ? { failure: stopped } : await ask(run, url);
      if (step.failure) return unreachable(run, step.failure);
      if (!isRedirect(step.status)) return conclude(run, url, step);
      visited.add(url.href);
      const next: AllowedUrl | { target: string; failure: Failure } = follow(
        run,
        url,
        step.headers.location,
        visited,
      );
      if ('failure' in next) return refused(run, next.target, next.failure);
      url = next;
    }
  });
}

async function ask(run: Run, url: AllowedUrl): Promise<Step> {
  const { context, request, budget } = run;
  if (request.policy.robots === 'obey') {
    // --max-time is for all of it: the time goes on while robots.txt is read, and rests while that waits for its turn.
    const forbidden = await budget.race(context.robots.forbidden(url.href, url.host, budget));
    const stopped = stopFailure(budget, context, url.host);
    if (stopped) return { failure: stopped };
    if (forbidden) return { failure: forbidden };
  }
  const stored = await fromStore(run, url);
  if (stored && isFresh(stored, context.clock.now())) return servedFromStore(run, url, stored);
  return fromNet(run, url, stored);
}

function servedFromStore(run: Run, url: AllowedUrl, stored: CachedResponse): Step {
  const { status, headers, body, storedAt } = stored;
  const startedAt = run.context.clock.now().toISOString();
  record(run, {
    url: url.href,
    addresses: [],
    status,
    detail: `kept since ${storedAt}`,
    startedAt,
    durationMs: 0,
  });
  return { status, headers, body, fromCache: true, at: storedAt, failure: null };
}

async function fromNet(run: Run, url: AllowedUrl, stored: CachedResponse | null): Promise<Step> {
  const { clock } = run.context;
  const asked = stored ? conditions(stored) : {};
  const result = await attempt(run, url, asked);
  if (result.failure) return { failure: result.failure };
  const { status, headers, body } = result.answer;
  if (status !== 304 || !stored || Object.keys(asked).length === 0) {
    const at = clock.now().toISOString();
    await keep(run, url, { status, headers, body, storedAt: at });
    return { status, headers, body, fromCache: false, at, failure: null };
  }
  if (!confirms(stored, headers)) return fromNet(run, url, null);
  const fresh = renewed(stored, headers, clock.now());
  await keep(run, url, fresh);
  return { ...fresh, fromCache: true, at: fresh.storedAt, failure: null };
}

async function fromStore(run: Run, url: AllowedUrl): Promise<CachedResponse | null> {
  const { cache } = run;
  if (!cache) return null;
  try {
    const stored = await run.budget.race(cache.get(url.href, run.request.accept));
    return stored && isUsable(stored, url.href, run.request.policy.maxBytes) ? stored : null;
  } catch {
    return null; // A store in trouble is told by its owner; here it only means that nothing is kept.
  }
}

type Kept = Pick<CachedResponse, 'status' | 'headers' | 'body' | 'storedAt'>;

/** Kept under the URL that answered, never under one that redirected to it: so each redirect is asked anew. */
async function keep(run: Run, url: AllowedUrl, { status, headers, body, storedAt }: Kept): Promise<void> {
  const { cache } = run;
  if (!cache || !mayStore(status, headers) || (run.cut && body.length >= run.request.policy.maxBytes)) return;
  const { accept } = run.request;
  try {
    await run.budget.race(
      cache.put({ url: url.href, finalUrl: url.href, accept, status, headers, body, storedAt }),
    );
  } catch {
    // As above: what could not be kept was read all the same.
  }
}

/** Where a redirect leads, or why it is not followed. */
function follow(run: Run, url: AllowedUrl, location: string | undefined, visited: ReadonlySet<string>) {
  const { policy } = run.request;
  const refuse = (detail: string) => ({
    target: quote(location ?? url.href),
    failure: failure('redirect', detail),
  });
  if (location === undefined) return refuse('the page redirects without saying where (no Location)');
  const next = resolveLocation(location, url);
  if (!next.allowed) return { target: quote(location), failure: failure(next.reason, next.detail) };
  const forbidden = forbiddenRedirect(policy.redirects, url.host, next.host, run.context.registrableDomain);
  if (forbidden) return refuse(forbidden);
  if (visited.has(next.href)) return refuse(`the redirects go in a circle, back to ${quote(next.href)}`);
  const limit = Math.min(policy.maxRedirects, MAX_REDIRECTS);
  if (visited.size > limit) return refuse(`more than ${limit} redirects`);
  return next;
}

/** What is refused before anything is dialled leaves its record too. */
function refused(run: Run, url: string, why: Failure): Reading {
  const startedAt = run.context.clock.now().toISOString();
  record(run, { url, addresses: [], reason: why.reason, detail: why.detail, startedAt, durationMs: 0 });
  return unreachable(run, why);
}

function unreachable(run: Run, { reason, detail, status, retryAt }: Failure): Reading {
  return {
    outcome: 'unreachable',
    url: run.request.url,
    reason,
    detail,
    ...(status === undefined ? {} : { status }),
    ...(retryAt === undefined ? {} : { retryAt }),
    fetchedAt: run.context.clock.now().toISOString(),
    hops: run.hops,
  };
}

function conclude(run: Run, url: AllowedUrl, served: Served): Reading {
  const { status, headers, body, fromCache, at } = served;
  const base = { url: run.request.url, status, fetchedAt: at, hops: run.hops };
  if (isAbsent(status)) return { outcome: 'absent', ...base };
  const failed = statusFailure({ status, headers, body }, run.request.accept);
  if (failed) return unreachable(run, failed);
  const digest = createHash('sha256').update(body).digest('base64url');
  return {
    outcome: 'read',
    ...base,
    finalUrl: url.href,
    ...contentType(headers['content-type']),
    body,
    headers,
    digest,
    fromCache,
  };
}
