import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/index.js';
import type { Role } from '../config/variables.js';
import type { Clock } from '../fetch/types.js';
import { VERSION } from '../version.js';
import { describeError } from './log-error.js';

/** What a log line can be about. Closed list: `msg` is one of these and never holds anything else. */
export const LOG_EVENTS = [
  'started',
  'no-public-url', // off loopback, signed reports name an address that others cannot reach
  'stopping',
  'stopped',
  'request', // an HTTP request ended
  'request-failed', // by a bug or trouble of ours
  'job', // a run of a job ended
  'trouble', // something that stopped nothing, or is tried again
  'recovered', // jobs put into the queue again
  'swept', // the schedule's due subjects became jobs
  'pruned', // what is past its time was dropped
  'write-refused', // the store or Redis takes nothing any more, and /readyz says so
  'write-taken', // it takes what is written again
] as const;
export type LogEvent = (typeof LOG_EVENTS)[number];

/** What the keeper can do about an event that does not say so by its name; the line has it as `hint`. Closed list. */
export const LOG_HINTS: Readonly<Partial<Record<LogEvent, string>>> = {
  'no-public-url':
    'Others can reach this server, and what it signs names the address that it listens on. Set CROSSPROOF_PUBLIC_URL to the origin by which they reach it, as https://id.example.',
};

/**
 * All that a line can say beside its event. No URL, subject, account, address of a caller, header or body is among them:
 * who is looked up, and by whom, must not be read off a log.
 */
export interface LogFields {
  /** Made by the server for each request. */
  readonly requestId?: string;
  /** The route's pattern. */
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly ms?: number;
  /** Id of the token, which is not the token. */
  readonly token?: string;
  /** Kind and outcome of a run of a job, each from a closed list. */
  readonly kind?: string;
  readonly outcome?: string;
  readonly count?: number;
  /** `embedded` or `distributed`. */
  readonly mode?: string;
}

/** Structured log: one JSON object a line. */
export interface Log {
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  /** A bug of ours, or trouble of ours that somebody was told of. */
  error(event: LogEvent, error: unknown, fields?: LogFields): void;
  /** Trouble of ours that passes, or that nobody waits for. */
  trouble(error: unknown, fields?: LogFields): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly role: Role;
  readonly clock: Clock;
  /** Takes a line with its end. Standard error: results alone go to standard output. */
  readonly write: (line: string) => void;
  /** The same for lines that tell of no trouble, of which there are many: they may wait until the end of the turn. */
  readonly writeSoon?: (line: string) => void;
  /** Messages of bugs are written too. They may quote what strangers sent. */
  readonly debug?: boolean;
}

export function createLog(options: LogOptions): Log {
  const { write, writeSoon = write } = options;
  const logger = pinoOf(options, write);
  const patient = pinoOf(options, writeSoon);
  const about = (error: unknown, fields: LogFields) => ({
    ...fields,
    error: describeError(error, options.debug === true),
  });
  return {
    debug: (event, fields = {}) => patient.debug(withHint(event, fields), event),
    info: (event, fields = {}) => patient.info(withHint(event, fields), event),
    warn: (event, fields = {}) => logger.warn(withHint(event, fields), event),
    error: (event, error, fields = {}) => logger.error(withHint(event, about(error, fields)), event),
    trouble: (error, fields = {}) => logger.warn(about(error, fields), 'trouble'),
  };
}

function withHint<F extends object>(event: LogEvent, fields: F): F & { readonly hint?: string } {
  const hint = LOG_HINTS[event];
  return hint === undefined ? fields : { ...fields, hint };
}

function pinoOf({ level, role, clock }: LogOptions, write: LogOptions['write']): Logger {
  return pino(
    {
      level,
      base: { role, version: VERSION, pid: process.pid },
      timestamp: timestamps(clock),
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}

/** Of many lines in one millisecond the first alone writes its time: that takes as long as half of the line. */
function timestamps(clock: Clock): () => string {
  let [at, text] = [Number.NaN, ''];
  return () => {
    const now = clock.now();
    if (now.getTime() !== at) [at, text] = [now.getTime(), `,"time":"${now.toISOString()}"`];
    return text;
  };
}
