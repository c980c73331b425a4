import { addGauges } from '../api/gauges.js';
import { createHealth } from '../api/health.js';
import { createLog } from '../api/logger.js';
import { Metrics } from '../api/metrics.js';
import { createObserver } from '../api/observer.js';
import { createOpsServer } from '../api/ops-server.js';
import { ConfigError, type Environment, type Role, readConfig } from '../config/index.js';
import type { Clock, FetchSettings } from '../fetch/types.js';
import { createTally } from '../monitor/tally.js';
import type { RoleContext } from './context.js';
import type { Parts } from './parts.js';
import { countedBy, startTelling } from './telling.js';

/** What a process gives to the role it plays. */
export interface RoleInput {
  readonly env: Environment;
  readonly settings: FetchSettings;
  readonly perspective?: string;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Takes a log line with its end. */
  readonly write: (line: string) => void;
  /** The same for lines that can wait until the end of the turn. */
  readonly writeSoon?: (line: string) => void;
  /** Ends the role: in good order, within CROSSPROOF_STOP_SECONDS and a little. */
  readonly signal: AbortSignal;
  /** The file of the embedded store. */
  readonly storePath: string;
  /** In spite of REDIS_URL and DATABASE_URL. */
  readonly embedded?: boolean;
}

/** A role at work. */
export interface Running {
  close(): Promise<void>;
}

/**
 * Plays one role until the signal, and ends it in good order: what it serves first, then what it stands on.
 *
 * @throws ConfigError for a wrong environment, StoreError for a store that can never be used
 */
export async function playRole(
  role: Role,
  input: RoleInput,
  start: (parts: Parts, context: RoleContext) => Promise<Running> | Running,
): Promise<void> {
  const context = contextOf(role, input);
  const { log, observer } = context;
  const parts = await partsOf(input, context);
  const running: Running[] = [];
  let hasStarted = false;
  try {
    addGauges(context.metrics, parts);
    const ops = await startOps(parts, context);
    if (ops) running.push(ops);
    running.push(startTelling(parts, context));
    running.push(await start(parts, context));
    log.info('started', { mode: parts.mode });
    hasStarted = true;
    await ended(input.signal, parts.opened);
    log.info('stopping');
  } finally {
    for (const each of running.reverse()) await each.close().catch((error) => observer.trouble(error));
    await parts.close();
    // Of what could not begin the caller says why, in one line.
    if (hasStarted) log.info('stopped');
  }
}

/** Each mode loads what it needs, and nothing of the other. */
async function partsOf({ storePath, embedded }: RoleInput, context: RoleContext): Promise<Parts> {
  const { servers } = context.config;
  if (servers === null || embedded) {
    const { embeddedParts } = await import('./embedded-parts.js');
    return embeddedParts(storePath, context);
  }
  const { distributedParts } = await import('./distributed-parts.js');
  return distributedParts(servers, context);
}

function contextOf(role: Role, input: RoleInput): RoleContext {
  const { env, settings, clock, perspective, random = Math.random } = input;
  const config = readConfig(env, role);
  const metrics = new Metrics(role);
  const { write, writeSoon = write } = input;
  const log = createLog({ level: config.logLevel, role, clock, write, writeSoon, debug: config.debug });
  const tally = createTally(clock);
  const observer = countedBy(tally, createObserver(metrics, log));
  const named = perspective === undefined ? {} : { perspective };
  return { config, settings, clock, random, log, metrics, observer, tally, ...named };
}

/** Until somebody ends it, or the store turns out to be none that this version can use. */
async function ended(signal: AbortSignal, opened: Promise<void>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([stopped, opened.then(() => stopped)]);
}

/** What a socket says where the port is not to blame. */
const NO_SUCH_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'EADDRNOTAVAIL']);

/** /healthz, /readyz and /metrics on a port of their own, where one is named. */
async function startOps(parts: Parts, { config, clock, metrics }: RoleContext): Promise<Running | null> {
  if (config.opsPort === null) return null;
  const health = createHealth(parts.checks, clock);
  const app = createOpsServer({ health, metrics, metricsToken: config.metricsToken });
  try {
    await app.listen({ host: config.opsHost, port: config.opsPort });
  } catch (error) {
    // The other port has a flag; who reads of this one should know which is meant.
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new ConfigError(
      NO_SUCH_HOST.has(String(error.code)) ? 'CROSSPROOF_OPS_HOST' : 'CROSSPROOF_OPS_PORT',
      `cannot listen on ${config.opsHost}:${config.opsPort} (${String(error.code)})`,
    );
  }
  return {
    async close() {
      health.stop();
      await app.close();
    },
  };
}
