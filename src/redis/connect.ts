import { isIP } from 'node:net';
import { Redis, type RedisOptions } from 'ioredis';
import {
  BLOCKING_SILENCE_MS,
  COMMAND_MS,
  CONNECT_MS,
  HEARTBEAT_MS,
  RECONNECT_BASE_MS,
  RECONNECT_MAX_MS,
  SILENCE_MS,
} from './limits.js';
import { RedisError } from './redis-error.js';
import { parseRedisUrl, type RedisAddress } from './url.js';

/**
 * What a connection is for, which decides what happens while Redis is away:
 * - `command`: somebody waits for the answer. A command fails within `COMMAND_MS`, and no lost one is sent again.
 * - `blocking`: a queue's worker. Commands wait for as long as it takes.
 * - `subscriber`: listens, and subscribes again by itself.
 */
export type RedisRole = 'command' | 'blocking' | 'subscriber';

export interface ConnectOptions {
  /** What `CLIENT LIST` shows: letters, digits, '-' and ':'. */
  readonly name: string;
  readonly role: RedisRole;
  /** Hears of each outage once, not of each attempt to end it. */
  readonly onError: (error: RedisError) => void;
  /** 0 to 1: the jitter of reconnecting. */
  readonly random?: () => number;
  /** Times as long as usual that is waited for an answer: on a machine that stands still for a while nothing else is wrong. */
  readonly patience?: number;
}

/** Milliseconds for a command, where they are bounded, and without a byte while an answer is due. */
const TIMES = {
  command: { commandTimeout: COMMAND_MS, socketTimeout: SILENCE_MS },
  blocking: { socketTimeout: BLOCKING_SILENCE_MS },
  subscriber: { socketTimeout: SILENCE_MS },
} as const;

const RETRIES: Record<RedisRole, number | null> = {
  // A connection that breaks fails what waits on it: sent again it might be done twice, and its caller has gone on.
  command: 0,
  // BullMQ asks for the null.
  blocking: null,
  subscriber: null,
};

/**
 * Connects at once and, whenever that fails or ends, again and again: processes start in any order and outlive a restart
 * of Redis. For `rediss:` the certificate is checked against the system's roots and those of NODE_EXTRA_CA_CERTS.
 *
 * @throws RedisError `url`
 */
export function connectRedis(url: string, options: ConnectOptions): Redis {
  const address = parseRedisUrl(url);
  const { random = Math.random, patience = 1 } = options;
  const redis = new Redis({
    ...place(address),
    ...times(options.role, patience),
    maxRetriesPerRequest: RETRIES[options.role],
    connectionName: options.name,
    retryStrategy: (attempt) => reconnectDelay(attempt, random()),
  });
  listen(redis, address, options.onError);
  if (options.role === 'subscriber') keepAlive(redis);
  return redis;
}

function times(role: RedisRole, patience: number): RedisOptions {
  const usual = Object.entries({ ...TIMES[role], connectTimeout: CONNECT_MS });
  return Object.fromEntries(usual.map(([name, ms]) => [name, ms * patience]));
}

function place({ host, port, username, password, db, tls }: RedisAddress): RedisOptions {
  return {
    host,
    port,
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    // An address is no server name (RFC 6066 section 3).
    ...(tls ? { tls: isIP(host) === 0 ? { servername: host } : {} } : {}),
  };
}

/** Milliseconds before an attempt, the first of which is 1: doubling, at least half of it, so that a crowd spreads. */
export function reconnectDelay(attempt: number, random: number): number {
  const full = Math.min(RECONNECT_MAX_MS, RECONNECT_BASE_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.ceil(full * (0.5 + random / 2));
}

function listen(redis: Redis, address: RedisAddress, onError: (error: RedisError) => void): void {
  let told: string | null = null;
  redis.on('ready', () => {
    told = null;
  });
  redis.on('error', (error: Error & { command?: unknown; code?: unknown }) => {
    // ioredis hangs the command on the error, and that of a failed login holds the password; whoever waits for a
    // command gets the same error object and may log it.
    delete error.command;
    const message = `redis ${address.host}:${address.port}: ${reasonOf(error, address)}`;
    if (message === told) return;
    told = message;
    onError(new RedisError('unavailable', message));
  });
}

function reasonOf(error: Error & { code?: unknown }, { password }: RedisAddress): string {
  // Several addresses that all refuse make an AggregateError without a message.
  const text = error.message || String(error.code ?? error.name);
  return password === undefined ? text : text.replaceAll(password, '***');
}

/** A ping is due an answer, so that `socketTimeout` has something to wait for. */
function keepAlive(redis: Redis): void {
  const timer = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => undefined);
  }, HEARTBEAT_MS);
  timer.unref();
  redis.on('end', () => clearInterval(timer));
}
