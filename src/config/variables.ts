import {
  flag,
  LOG_LEVELS,
  matching,
  oneOf,
  origin,
  type Parser,
  postgresUrl,
  proxies,
  redisUrl,
  tokenHash,
  wholeNumber,
} from './parsers.js';
import { tokenList } from './tokens.js';

export const ROLES = ['serve', 'worker', 'scheduler'] as const;
/** The long-running commands. */
export type Role = (typeof ROLES)[number];

/** One environment variable: the only place that says how it is read, what it means and what holds without it. */
export interface Variable<T> extends Parser<T> {
  readonly name: string;
  /** One or two sentences for whoever keeps the server. */
  readonly about: string;
  /** What holds where it is not set, as text that `parse` takes; null: nothing does. */
  readonly preset: string | null;
  readonly roles: readonly Role[];
  /** Its text never appears in a message or a log. */
  readonly secret: boolean;
}

type Options = Partial<Pick<Variable<unknown>, 'roles' | 'secret'>>;

/** A variable that always has a value. */
export interface Preset<T> extends Variable<T> {
  readonly preset: string;
}

/** A variable that may have none. */
export interface Optional<T> extends Variable<T> {
  readonly preset: null;
}

function preset<T>(
  name: string,
  value: string,
  about: string,
  parser: Parser<T>,
  o: Options = {},
): Preset<T> {
  return { name, about, preset: value, roles: o.roles ?? ROLES, secret: o.secret ?? false, ...parser };
}

function optional<T>(name: string, about: string, parser: Parser<T>, o: Options = {}): Optional<T> {
  return { name, about, preset: null, roles: o.roles ?? ROLES, secret: o.secret ?? false, ...parser };
}

const SERVE: Options = { roles: ['serve'] };
/** `serve` too: it runs workers of its own where there is no Redis. */
const WORK: Options = { roles: ['serve', 'worker'] };

/** Every environment variable of the long-running roles, in the order they are documented. */
export const variables = {
  redisUrl: optional(
    'REDIS_URL',
    'Redis with the queue, the politeness towards hosts and the rate limits. With DATABASE_URL; without both everything runs in one process.',
    redisUrl,
    { secret: true },
  ),
  databaseUrl: optional(
    'DATABASE_URL',
    'PostgreSQL with everything that must last. With REDIS_URL.',
    postgresUrl,
    { secret: true },
  ),
  publicUrl: optional(
    'CROSSPROOF_PUBLIC_URL',
    'Where others reach this server: issuer of its signed reports and audience of requests to forget. Without it, the address it listens on: good for this machine, and for nobody else.',
    origin,
    SERVE,
  ),
  tokens: optional(
    'CROSSPROOF_TOKENS',
    'Bearer tokens beside those of `crossproof token add`: name, role and SHA-256 of each.',
    tokenList,
    { ...SERVE, secret: true },
  ),
  tokensFile: optional(
    'CROSSPROOF_TOKENS_FILE',
    'A file with more of them, one a line; lines that begin with # are skipped.',
    matching(/^[^\0]{1,4096}$/, 'the path of a file'),
    SERVE,
  ),
  metricsToken: optional(
    'CROSSPROOF_METRICS_TOKEN',
    'SHA-256 of the bearer token that /metrics asks for. Without it, `serve` shows metrics only while it is bound to loopback and has no public URL elsewhere.',
    tokenHash,
    { secret: true },
  ),
  trustProxy: optional(
    'CROSSPROOF_TRUST_PROXY',
    'Reverse proxies whose X-Forwarded-For tells the address of the caller.',
    proxies,
    SERVE,
  ),
  ratePerMinute: preset(
    'CROSSPROOF_RATE_PER_MINUTE',
    '60',
    'Requests a minute and caller that make the server fetch, keep, change, plan or forget something.',
    wholeNumber(1, 1_000_000),
    SERVE,
  ),
  rateBurst: preset(
    'CROSSPROOF_RATE_BURST',
    '120',
    'How many of them may come at once.',
    wholeNumber(1, 1_000_000),
    SERVE,
  ),
  demandConcurrency: preset(
    'CROSSPROOF_DEMAND_CONCURRENCY',
    '8',
    'Verifications at a time that somebody waits for, in one process.',
    wholeNumber(0, 1_000),
    WORK,
  ),
  backgroundConcurrency: preset(
    'CROSSPROOF_BACKGROUND_CONCURRENCY',
    '16',
    'Verifications at a time that the schedule asked for, in one process.',
    wholeNumber(0, 1_000),
    WORK,
  ),
  hostConcurrency: preset(
    'CROSSPROOF_HOST_CONCURRENCY',
    '6',
    'Requests to one host at a time, by all workers together.',
    wholeNumber(1, 100),
    WORK,
  ),
  hostRate: preset(
    'CROSSPROOF_HOST_RATE',
    '20',
    'Requests a second to one host, by all workers together.',
    wholeNumber(1, 1_000),
    WORK,
  ),
  lockSeconds: preset(
    'CROSSPROOF_LOCK_SECONDS',
    '30',
    'How long a job of a worker that died stays with it. The same for all workers.',
    wholeNumber(5, 600),
    WORK,
  ),
  stopSeconds: preset(
    'CROSSPROOF_STOP_SECONDS',
    '20',
    'How long a process that is told to stop finishes what it holds, before it hands it back.',
    wholeNumber(0, 600),
  ),
  jobDays: preset(
    'CROSSPROOF_JOB_DAYS',
    '1',
    'How long a job that has ended can be asked for.',
    wholeNumber(1, 366),
    { roles: ['serve', 'scheduler'] },
  ),
  badgeDays: preset(
    'CROSSPROOF_BADGE_DAYS',
    '7',
    'How long a green tick on a page or a badge lasts. Then it is grey, with the date.',
    wholeNumber(1, 366),
    SERVE,
  ),
  prefix: preset(
    'CROSSPROOF_PREFIX',
    'crossproof',
    'What every key in Redis begins with. The same for all processes of one deployment.',
    matching(/^[A-Za-z0-9_.{}-]{1,64}$/, 'up to 64 letters, digits and . _ - { }'),
  ),
  opsHost: preset(
    'CROSSPROOF_OPS_HOST',
    '127.0.0.1',
    'Address that CROSSPROOF_OPS_PORT is bound to.',
    matching(/^[A-Za-z0-9.:-]{1,253}$/, 'an address or a host name'),
  ),
  opsPort: optional(
    'CROSSPROOF_OPS_PORT',
    'A port for /healthz, /readyz and /metrics alone, for a private network: the only one that `worker` and `scheduler` open. 0 picks a free one.',
    wholeNumber(0, 65_535),
  ),
  logLevel: preset(
    'CROSSPROOF_LOG_LEVEL',
    'info',
    'The least important log line that is written.',
    oneOf(LOG_LEVELS),
  ),
  debug: optional(
    'CROSSPROOF_DEBUG',
    'Shows where a bug of crossproof’s own happened; every command knows it.',
    flag,
  ),
} as const;

export type Variables = typeof variables;
