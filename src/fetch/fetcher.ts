import { createAddressGuard } from './address-guard.js';
import { type Budget, SignalHub } from './budget.js';
import type { FetchContext } from './context.js';
import { Dialler } from './dial.js';
import { IdleConnections } from './idle-connections.js';
import { localPoliteness } from './local-politeness.js';
import type { Politeness } from './politeness.js';
import { read } from './reading.js';
import { createHostResolver } from './resolve.js';
import { Robots } from './robots.js';
import { readTxt } from './txt.js';
import type { Clock, Fetcher, FetchOptions, FetchSettings, HopRecord, ResponseCache } from './types.js';
import { icannDomain } from './url-policy.js';

/** What a fetcher needs of its surroundings. */
export interface FetcherDeps {
  readonly clock: Clock;
  /** For conditional requests; without one nothing is kept but robots.txt, in memory. */
  readonly cache?: ResponseCache;
  /** Shared with other fetchers, of this process or of all; by default the fetcher's own. */
  readonly politeness?: Politeness;
  /** Hears of every hop as it ends; the reading carries them too. */
  readonly onHop?: (hop: HopRecord) => void;
  /** What `same-domain` compares; by default the ICANN section of the public suffix list. */
  readonly registrableDomain?: (host: string) => string | null;
  /** 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/**
 * The one door to the network: reads https URLs and TXT records for strangers' accounts, and dials nothing but
 * public addresses unless `settings` name others. Throws on settings that are wrong (a PEM, a CIDR range, a DNS
 * server); what a server does is a value.
 */
export function createFetcher(settings: FetchSettings, deps: FetcherDeps): Fetcher {
  const idle = new IdleConnections();
  const resolver = createHostResolver(settings.dnsServers);
  const budgets = new Set<Budget>();
  const closing = new AbortController();
  const context: FetchContext = {
    settings,
    tools: {
      connectTo: settings.connectTo,
      guard: createAddressGuard(settings.allowAddresses),
      resolver,
      dialler: new Dialler(settings.ca),
      idle,
    },
    clock: deps.clock,
    cache: deps.cache,
    politeness: deps.politeness ?? localPoliteness({ clock: deps.clock }),
    robots: new Robots(deps.clock, (request, followers) =>
      read(context, request, { cut: true, signal: closing.signal, followers }),
    ),
    hub: new SignalHub(),
    budgets,
    onHop: deps.onHop,
    registrableDomain: deps.registrableDomain ?? icannDomain,
    random: deps.random ?? Math.random,
  };
  /** After `close` every reading is cancelled at once. */
  const signalOf = (options: FetchOptions) => (closing.signal.aborted ? closing.signal : options.signal);
  return {
    fetch: (request, options = {}) => read(context, request, { ...options, signal: signalOf(options) }),
    txt: (name, options = {}) => readTxt(context, name, { signal: signalOf(options) }),
    async close() {
      closing.abort();
      for (const budget of [...budgets]) budget.stop('cancelled');
      idle.closeAll();
      resolver.cancel();
    },
  };
}
