import {
  createFetcher,
  DEFAULT_FETCH_SETTINGS,
  type FetcherDeps,
  parseConnectTo,
} from '../../src/fetch/index.js';
import type { Fetcher, FetchPolicy, FetchSettings, Reading } from '../../src/fetch/types.js';
import { frozenClock } from './frozen-clock.js';
import type { HostileServer } from './hostile-server.js';

/** Milliseconds for one reading: only a test that asks about the time has less, and moves it by hand. */
const MAX_TIME_MS = 60_000;

/** A policy with room for everything that a test does not ask about. */
export const POLICY: FetchPolicy = {
  redirects: 'same-domain',
  maxRedirects: 3,
  maxBytes: 64 * 1024,
  robots: 'ignore',
};

/** A pair as `--connect-to` takes it; a wrong one is a mistake of the test. */
export function pair(textOfPair: string): FetchSettings['connectTo'][number] {
  const parsed = parseConnectTo(textOfPair);
  if (!parsed) throw new Error(`no pair: ${textOfPair}`);
  return parsed;
}

/** A fetcher that reaches `server` for every host, with time standing still. */
export function loopbackFetcher(
  server: HostileServer,
  settings: Partial<FetchSettings> = {},
  deps: Partial<FetcherDeps> = {},
): Fetcher {
  return createFetcher(
    {
      ...DEFAULT_FETCH_SETTINGS,
      ca: server.ca,
      connectTo: [pair(`::127.0.0.1:${server.port}`)],
      maxTimeMs: MAX_TIME_MS,
      ...settings,
    },
    { clock: frozenClock(), random: () => 0, ...deps },
  );
}

/** The request that most tests make. */
export const get = (fetcher: Fetcher, url: string, policy: Partial<FetchPolicy> = {}, accept = '*/*') =>
  fetcher.fetch({ url, accept, policy: { ...POLICY, ...policy } });

/** A reading as far as it does not depend on ports: what tests compare as a whole. */
export function told(reading: Reading): Record<string, unknown> {
  const { hops: _hops, fetchedAt: _at, url: _url, ...rest } = reading;
  if (rest.outcome !== 'read') return rest;
  const { body, headers: _headers, digest: _digest, ...read } = rest;
  return { ...read, text: Buffer.from(body).toString() };
}
