import type { SiteAnswer, SiteHandler, SiteRequest } from '../../../src/demo/answers.js';
import { Population } from '../../../src/demo/population.js';
import { Recorder } from '../../queue/support/recorder.js';
import { honest, startWorld, type World } from '../../support/world.js';

/** Long before any test, so that a statement is no news. */
const SIGNED_DAYS_AGO = 30;
const DAY_MS = 86_400_000;

/** One request, as the site sees it. */
export interface Seen {
  readonly url: string;
  readonly host: string;
  readonly path: string;
}

/** Requests that get no answer until the test lets them. */
export interface Hold {
  /** Resolves when so many wait. */
  reached(count: number): Promise<unknown>;
  /** Answers them; whoever asks from now on is answered at once. */
  letGo(): void;
}

/** A small internet that notices whether anybody is read by two crawls at the same time. */
export interface Town {
  readonly world: World;
  readonly subjects: readonly string[];
  /** From now on, until it is let go. */
  hold(which: (seen: Seen) => boolean): Hold;
  /** How often each URL was asked for; robots.txt, which each process reads for itself, is left out. */
  asked(): ReadonlyMap<string, number>;
  /** URLs that were asked for while they were being asked for: no crawl does that by itself. */
  readonly twiceAtOnce: readonly string[];
  close(): Promise<void>;
}

export interface TownOptions {
  /** Accounts of each person beside the subject; by default one on each of two services and a site. */
  readonly accounts?: (name: string) => readonly string[];
  /** Hosts in the place of those of the people. */
  readonly sites?: Readonly<Record<string, SiteHandler>>;
}

/** Accounts whose hosts are asked only a few times. */
export const FEW = (name: string): readonly string[] => [
  `https://${name}.example/`,
  `acct:${name}@social.example`,
  `https://github.com/${name}`,
];

export async function startTown(names: readonly string[], options: TownOptions = {}): Promise<Town> {
  const { accounts = FEW, sites = {} } = options;
  const population = new Population();
  const now = new Date(Date.now() - SIGNED_DAYS_AGO * DAY_MS);
  const people = await Promise.all(
    names.map((name) => honest(population, name, { now, accounts: accounts(name) })),
  );
  const watch = new Watch();
  const world = await startWorld(population, {
    sites: Object.fromEntries(
      Object.entries({ ...population.sites(), ...sites }).map(([host, site]) => [host, watch.over(site)]),
    ),
  });
  return {
    world,
    subjects: people.map(({ subject }) => subject),
    hold: (which) => watch.hold(which),
    asked: () => watch.asked(),
    twiceAtOnce: watch.twiceAtOnce,
    close: () => {
      watch.letAllGo();
      return world.close();
    },
  };
}

interface Gate {
  readonly which: (seen: Seen) => boolean;
  readonly held: Recorder<Seen>;
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** Stands before all sites. */
class Watch {
  readonly twiceAtOnce: string[] = [];
  readonly #asked = new Map<string, number>();
  /** Of each URL, those who wait for it; whoever has gone away waits no longer. */
  readonly #asking = new Map<string, Set<AbortSignal>>();
  readonly #gates = new Set<Gate>();

  over(site: SiteHandler): SiteHandler {
    return (request) => this.#answer(request, site);
  }

  asked(): ReadonlyMap<string, number> {
    return new Map([...this.#asked].filter(([url]) => !url.endsWith('/robots.txt')));
  }

  hold(which: (seen: Seen) => boolean): Hold {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const gate: Gate = { which, held: new Recorder<Seen>(), opened, open };
    this.#gates.add(gate);
    const letGo = () => {
      this.#gates.delete(gate);
      gate.open();
    };
    return { reached: (count) => gate.held.until(count), letGo };
  }

  letAllGo(): void {
    for (const gate of this.#gates) gate.open();
    this.#gates.clear();
  }

  async #answer(request: SiteRequest, site: SiteHandler): Promise<SiteAnswer> {
    const seen = seenOf(request);
    const { url, path } = seen;
    const asking = this.#asking.get(url) ?? new Set();
    if ([...asking].some((signal) => !signal.aborted) && path !== '/robots.txt') this.twiceAtOnce.push(url);
    this.#asked.set(url, (this.#asked.get(url) ?? 0) + 1);
    this.#asking.set(url, asking.add(request.signal));
    try {
      for (const gate of [...this.#gates].filter(({ which }) => which(seen))) {
        gate.held.add(seen);
        await gate.opened;
      }
      return await site(request);
    } finally {
      asking.delete(request.signal);
    }
  }
}

/** The `accept` field too: actor and profile page of a fediverse account have one URL. */
function seenOf({ host, path, query, headers }: SiteRequest): Seen {
  const search = query.size > 0 ? `?${query}` : '';
  const accept = String(headers.accept ?? '').split(/[;,]/)[0];
  const url = path === '/robots.txt' ? `https://${host}${path}` : `https://${host}${path}${search} ${accept}`;
  return { url, host, path };
}
