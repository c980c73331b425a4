import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Role } from '../config/variables.js';
import { UNREACHABLE_REASONS } from '../fetch/types.js';
import { VERSION } from '../version.js';
import type { EndedRequest } from './deps.js';

/** Seconds: an answer from the store, from a page of it, and one that waited for a verification. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 25, 60];
/** Seconds: one quick account, a dozen, a host that drips, a whole budget. */
const JOB_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320];
/** Seconds: a point read in SQLite, a round trip, a slow disk, a lock. */
const STORE_BUCKETS = [0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5];

/** Methods by their own name; whatever else Node's parser takes is one label. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
const OUTCOMES: ReadonlySet<string> = new Set(['read', 'absent', 'unreachable']);
const REASONS: ReadonlySet<string> = new Set(UNREACHABLE_REASONS);
/** Whose trouble it was, by the name of the error. */
const SOURCES: Readonly<Record<string, string>> = {
  StoreError: 'store',
  RedisError: 'redis',
  QueueError: 'queue',
  PolitenessError: 'redis',
};

export type StoreOperation = 'rows' | 'write' | 'erase';

/**
 * What Prometheus reads of one process. Every label has a closed list of values: no subject, account, host, token or
 * address ever becomes one, be it for privacy or for the memory of who keeps the series.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = this.#counter('http_requests_total', 'HTTP requests that ended', [
    'route',
    'method',
    'status',
  ]);
  readonly #requestSeconds = this.#histogram(
    'http_request_duration_seconds',
    'Time from a request to the end of its answer',
    ['route'],
    REQUEST_BUCKETS,
  );
  readonly #rateLimited = this.#counter('rate_limited_total', 'Requests refused by the rate limit', []);
  readonly #streams = this.#gauge('event_streams', 'Event streams that are open', []);
  readonly #jobs = this.#counter('job_runs_total', 'Runs of jobs that ended', ['kind', 'outcome']);
  readonly #jobSeconds = this.#histogram(
    'job_duration_seconds',
    'Time of a run of a job; of kind verify: of a crawl and its conclusion',
    ['kind'],
    JOB_BUCKETS,
  );
  readonly #readings = this.#counter('readings_total', 'Accounts that were read, and why not', [
    'outcome',
    'reason',
  ]);
  readonly #troubles = this.#counter('troubles_total', 'Trouble of ours that stopped nothing', ['source']);
  readonly #scheduled = this.#counter('scheduled_jobs_total', 'Jobs that the schedule asked for', []);
  readonly #storeSeconds = this.#histogram(
    'store_duration_seconds',
    'Time of an operation of the store',
    ['operation', 'outcome'],
    STORE_BUCKETS,
  );

  constructor(role: Role) {
    collectDefaultMetrics({ register: this.registry });
    this.#gauge('build_info', 'What runs here', ['version', 'node', 'role'])
      .labels(VERSION, process.version, role)
      .set(1);
  }

  requestEnded({ route, method, status, milliseconds }: EndedRequest): void {
    const name = METHODS.has(method) ? method : 'other';
    this.#requests.labels(route, name, statusClass(status)).inc();
    this.#requestSeconds.labels(route).observe(milliseconds / 1000);
  }

  rateLimited(): void {
    this.#rateLimited.inc();
  }

  streams(open: number): void {
    this.#streams.set(open);
  }

  jobEnded(kind: string, outcome: string, milliseconds: number): void {
    this.#jobs.labels(kind, outcome).inc();
    this.#jobSeconds.labels(kind).observe(milliseconds / 1000);
  }

  accountRead(outcome: string, reason: string | undefined): void {
    const known = reason === undefined ? '' : REASONS.has(reason) ? reason : 'other';
    this.#readings.labels(OUTCOMES.has(outcome) ? outcome : 'other', known).inc();
  }

  trouble(error: unknown): void {
    const name = error instanceof Error ? error.name : '';
    this.#troubles.labels(Object.hasOwn(SOURCES, name) ? (SOURCES[name] ?? 'other') : 'other').inc();
  }

  scheduled(jobs: number): void {
    this.#scheduled.inc(jobs);
  }

  storeUsed(operation: StoreOperation, outcome: 'done' | 'failed', milliseconds: number): void {
    this.#storeSeconds.labels(operation, outcome).observe(milliseconds / 1000);
  }

  /** A gauge of this name that is asked for when somebody reads; nothing is shown where there is no answer in time. */
  readAtScrape(name: string, help: string, labels: readonly string[], read: GaugeReader): void {
    const gauge = this.#gauge(name, help, labels, async () => {
      const values = await withinScrape(read);
      gauge.reset();
      // One without labels would stand at 0, which is a number, and not "unknown".
      if (labels.length === 0) gauge.remove();
      for (const { labels: at, value } of values) gauge.labels(at).set(value);
    });
  }

  #counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name: `crossproof_${name}`, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, labelNames: readonly string[], collect?: () => Promise<void>): Gauge {
    const registers = [this.registry];
    return new Gauge({
      name: `crossproof_${name}`,
      help,
      labelNames,
      registers,
      ...(collect === undefined ? {} : { collect }),
    });
  }

  #histogram(name: string, help: string, labelNames: readonly string[], buckets: number[]): Histogram {
    return new Histogram({
      name: `crossproof_${name}`,
      help,
      labelNames,
      buckets,
      registers: [this.registry],
    });
  }
}

export type GaugeReader = () => Promise<
  readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
>;

/** Milliseconds that reading one gauge may take: whoever scrapes waits for all of them. */
export const SCRAPE_MS = 1_000;

async function withinScrape(read: GaugeReader): ReturnType<GaugeReader> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<[]>((resolve) => {
    timer = setTimeout(() => resolve([]), SCRAPE_MS);
  });
  try {
    // Redis or the store being away is told by other series.
    return await Promise.race([read().catch(() => []), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `2xx`; `gone` where the client was, before there was an answer. */
function statusClass(status: number): string {
  return status >= 100 && status < 600 ? `${Math.trunc(status / 100)}xx` : 'gone';
}
