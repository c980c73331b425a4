import type { Clock, Fetcher, FetchRequest, Reading, TxtReading } from '../../fetch/types.js';
import { type Account, operatorOfAccountUri } from '../../services/index.js';
import { createTurns, type TakeTurn } from './turns.js';
import type { PlaceContext } from './types.js';

/** What readAccount works with. */
export interface ReadAccountIo {
  readonly fetcher: Fetcher;
  readonly signal?: AbortSignal;
  /** The account is the subject: its well-known document alone counts (profile section 2.1). */
  readonly asSubject?: boolean;
  /** Called before each request; false: the limit of requests is reached, and it is not made. */
  readonly onRequest?: () => boolean;
  /** Shared by all accounts of a verification; by default the account's own. */
  readonly turn?: TakeTurn;
  /** For readings that never reached the network; by default the system's clock. */
  readonly clock?: Clock;
}

/** Counts, limits and shares the requests of one account. */
export interface Session extends PlaceContext {
  readonly requests: () => number;
  readonly now: () => string;
}

const LIMIT_DETAIL = 'the limit of requests of this verification is reached';

export function openSession(account: Account, io: ReadAccountIo): Session {
  const clock = io.clock ?? { now: () => new Date() };
  const options = io.signal ? { signal: io.signal } : {};
  const now = () => clock.now().toISOString();
  const shared = new Map<string, Promise<Reading>>();
  let requests = 0;
  const allowed = () => {
    if (io.onRequest?.() === false) return false;
    requests += 1;
    return true;
  };
  const fetchOnce = (request: FetchRequest): Promise<Reading> =>
    allowed()
      ? io.fetcher.fetch(request, options)
      : Promise.resolve({
          outcome: 'unreachable',
          url: request.url,
          reason: 'limit',
          detail: LIMIT_DETAIL,
          fetchedAt: now(),
          hops: [],
        });
  return {
    account,
    own: { operator: account.operator, selfHosted: account.selfHosted },
    // A page may point at what is read anyway: one document is asked for once.
    get(request) {
      const key = `${request.accept}\n${request.url}`;
      const reading = shared.get(key) ?? fetchOnce(request);
      shared.set(key, reading);
      return reading;
    },
    txt(name): Promise<TxtReading> {
      if (allowed()) return io.fetcher.txt(name, options);
      const fetchedAt = now();
      return Promise.resolve({
        outcome: 'unreachable',
        name,
        reason: 'limit',
        detail: LIMIT_DETAIL,
        fetchedAt,
      });
    },
    turn: io.turn ?? createTurns(),
    requests: () => requests,
    now,
  };
}

/** The operator that served a URL, where it is not the account's own. */
export function servedBy(context: PlaceContext, url: string): { servedBy?: string } {
  const { operator } = operatorOfAccountUri(url);
  return operator === context.own.operator ? {} : { servedBy: operator };
}
