import type { z } from 'zod';
import type { ProblemCode } from '../problems.js';
import {
  accountEventSchema,
  healthSchema,
  historySchema,
  jobSchema,
  jwksSchema,
  planRequest,
  problemSchema,
  readinessSchema,
  reportSchema,
  scheduleRequest,
  scheduleSchema,
  shieldsSchema,
  stateEventSchema,
  verificationRequest,
} from '../schemas.js';

/** Bodies of requests: an unknown member is refused. */
export const requestSchemas = {
  VerificationRequest: verificationRequest,
  ScheduleRequest: scheduleRequest,
  PlanRequest: planRequest,
};

/** Bodies of answers: members may be added, and who reads them passes over what he does not know. */
export const answerSchemas = {
  Report: reportSchema,
  Job: jobSchema,
  StateEvent: stateEventSchema,
  AccountEvent: accountEventSchema,
  History: historySchema,
  Schedule: scheduleSchema,
  ShieldsBadge: shieldsSchema,
  KeySet: jwksSchema,
  Health: healthSchema,
  Readiness: readinessSchema,
  Problem: problemSchema,
};

export type RequestSchema = keyof typeof requestSchemas;
export type AnswerSchema = keyof typeof answerSchemas;

/** Header fields that tell something which the body does not. */
export const HEADERS = {
  Location: 'Where the verification can be asked for, or where to go on',
  'Set-Cookie': 'The secret of who signed in, or nothing in its place',
  ETag: 'Entity tag of the answer: strong, but of a badge, which is signed anew',
  'Cache-Control': 'For how long caches may keep it, if at all',
  'Retry-After': 'Seconds to wait before trying again',
  'WWW-Authenticate': 'The challenge of RFC 6750',
  RateLimit: 'Requests left (draft-ietf-httpapi-ratelimit-headers)',
  'RateLimit-Policy': 'Requests in all, and seconds in which they come again',
} as const;
export type HeaderName = keyof typeof HEADERS;

export interface Answer {
  readonly about: string;
  /** By media type; `text`: it is not JSON. Left out: there is no body. */
  readonly content?: Readonly<Record<string, AnswerSchema | 'text'>>;
  readonly headers?: readonly HeaderName[];
}

/** Whom an operation answers. */
export type Access =
  | 'public'
  | 'caller' // a token, where the server has any
  | 'operator' // a token of that role, or the cookie of who signed in with one
  | 'operator-or-subject' // a token of that role, or a request signed by the subject's key
  | 'metrics';

/** One method of one resource, as far as no schema says it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{name}` for a segment that varies. */
  readonly path: string;
  readonly id: string;
  readonly about: string;
  readonly access: Access;
  readonly query?: z.ZodObject;
  readonly fields?: readonly ('If-None-Match' | 'Last-Event-ID')[];
  readonly body?: RequestSchema;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems: readonly ProblemCode[];
}

/** Problems of every operation, whatever is asked for. */
export const ANY: readonly ProblemCode[] = [
  'malformed-request',
  'header-too-large',
  'timeout',
  'misdirected',
  'internal',
  'shutting-down',
];
