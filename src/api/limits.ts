import { MAX_URI_OCTETS } from '../identifier/limits.js';

/** Limits of the HTTP server that tests lower; every other one is a constant below. */
export interface ApiLimits {
  /** Milliseconds for the whole header of a request: whoever drips it byte by byte holds a connection no longer. */
  readonly headersMs: number;
  /** Milliseconds for the whole request: 640 kB over a slow line of a phone. */
  readonly requestMs: number;
  /** Milliseconds between two looks at connections that take too long; Node's own is half a minute. */
  readonly checkMs: number;
  /** Milliseconds an idle connection is kept for another request. */
  readonly keepAliveMs: number;
  /** Milliseconds without a byte in either direction: longer than WAIT_MS and HEARTBEAT_MS, which are quiet. */
  readonly silentMs: number;
  /** Connections at a time; a process has that many descriptors to spare. */
  readonly connections: number;
  /** Milliseconds that a request with `max-age` waits for its verification (contract section 5). */
  readonly waitMs: number;
  /** Such requests at a time, in all and of one caller; more are answered at once with the job. */
  readonly waiting: number;
  readonly waitingPerCaller: number;
  /** Event streams at a time, in all and of one caller: a browser has six connections to one host. */
  readonly streams: number;
  readonly streamsPerCaller: number;
  /** Milliseconds between two comments on a stream, so that no proxy takes it for dead. */
  readonly heartbeatMs: number;
  /** Milliseconds between two looks at a job; a message of the bus comes sooner, and may get lost. */
  readonly pollMs: number;
  /** Bytes of events that wait for a client before the next is made; one who takes nothing for a heartbeat is let go. */
  readonly streamBytes: number;
}

export const API_LIMITS: ApiLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 2_000,
  keepAliveMs: 15_000,
  silentMs: 60_000,
  connections: 8_192,
  waitMs: 25_000,
  waiting: 256,
  waitingPerCaller: 64,
  streams: 1_024,
  streamsPerCaller: 8,
  heartbeatMs: 15_000,
  pollMs: 1_000,
  streamBytes: 256 * 1024,
};

/** Bytes of request line and header fields: a subject of 2 kB, encoded, a token, and what browsers add. */
export const MAX_HEADER_BYTES = 16 * 1024;
/** Requests on one connection: a balancer gets its turn to spread them anew. */
export const MAX_REQUESTS_PER_CONNECTION = 1_000;
/** Bytes of a body with a list of accounts: 256 URIs of 2 kB each, which a statement may name, and some to spare. */
export const MAX_BODY_BYTES = 640 * 1024;
/** Bytes of every other body: an interval, or a form of ours, which has at most one field, for a token. */
export const MAX_SMALL_BODY_BYTES = 1_024;
/** Characters of `{subject}` as it stands in the URL: every octet percent-encoded. */
export const MAX_PARAM_LENGTH = 3 * MAX_URI_OCTETS;
/** Octets of `{subject}` decoded (contract section 5). */
export const MAX_SUBJECT_OCTETS = MAX_URI_OCTETS;
/** Levels and members of a JSON body: a subject and a list of accounts have two and 300. */
export const MAX_BODY_DEPTH = 8;
export const MAX_BODY_MEMBERS = 20_000;
/** Characters of a member's name or of an identifier that an error repeats. */
export const MAX_ECHO = 80;

/** Seconds below which `max-age` does not go without a token, where others than this machine can ask (contract section 5). */
export const MAX_AGE_FLOOR_SECONDS = 300;
/** Seconds that caches may serve a report to strangers: a subject that is forgotten must not live on in them. */
export const PUBLIC_MAX_AGE_SECONDS = 30;
/** Seconds more in which they serve it while they ask for a newer one. */
export const PUBLIC_STALE_SECONDS = 60;
/** Milliseconds that a rendered report is kept: of a subject forgotten by another process nothing stays for long. */
export const RENDERED_MS = 60_000;
/** Bytes of rendered reports in a process: those of some thousand subjects. */
export const RENDERED_BYTES = 32 * 1024 * 1024;
/** Bytes of timelines in a process: those of a thousand subjects of whom much is told. */
export const TIMELINE_BYTES = 16 * 1024 * 1024;
/** Spellings of subjects that are remembered beside what they mean, as long: with 2 kB each, some megabytes. */
export const SPELLINGS = 1_024;
/** Questions to the store at a time for what is the newest report: those who ask while one is out are asked for together. */
export const MARK_QUESTIONS = 4;
/** Milliseconds after which such a question is late, and the next one does not wait for it: a server in reach takes one or two. */
export const MARK_LATE_MS = 20;
/** Seconds that a browser remembers the answer to a preflight. */
export const PREFLIGHT_SECONDS = 3_600;
/** Seconds after which a client may try again that met trouble of ours. */
export const RETRY_SECONDS = 5;
