import { STATUS_CODES } from 'node:http';
import { quote } from '../fetch/quote.js';

/** Status and sentence of each code. Closed list: clients branch on the code. */
export const PROBLEMS = {
  'malformed-request': [400, 'The request is not well-formed HTTP, or its URL is not well percent-encoded.'],
  'invalid-subject': [400, 'The subject names no MIMI user or pseudonym.'],
  'invalid-query': [400, 'The query has a parameter that this resource does not know, or a wrong value.'],
  'invalid-body': [400, 'The body is not the JSON object that this resource takes.'],
  'invalid-account': [400, 'An account is not an account URI.'],
  'too-many-accounts': [400, 'More accounts are given than one verification reads.'],
  'invalid-schedule': [400, '"every" is an ISO 8601 duration of at least PT1H.'],
  unauthorized: [401, 'This takes a bearer token, and there was none, or it does not hold.'],
  forbidden: [403, 'The role of this token does not go so far.'],
  'tokens-required': [403, 'This server has no tokens, so it takes such requests from its own machine only.'],
  'cross-site': [403, 'A page of another site must not make a browser ask for this.'],
  'not-found': [404, 'There is no such resource.'],
  'unknown-identity': [404, 'There is no report of this subject.'],
  'unknown-verification': [404, 'There is no verification of this id, or no longer.'],
  'unknown-schedule': [404, 'There is no schedule of yours for this subject.'],
  'method-not-allowed': [405, 'This resource does not take that method.'],
  'not-acceptable': [406, 'There is no form of this that the Accept field takes.'],
  timeout: [408, 'The request took too long to arrive.'],
  'body-too-large': [413, 'The body is too large.'],
  'uri-too-long': [414, 'The URL is too long.'],
  'unsupported-media-type': [415, 'The body must be application/json, without a content coding.'],
  misdirected: [421, 'This server is not the one that the Host field names.'],
  'rate-limited': [429, 'There were too many requests that make this server work.'],
  'too-many-streams': [429, 'Too many event streams are open for this caller.'],
  'header-too-large': [431, 'The header is too large.'],
  internal: [500, 'That was a mistake of this server, and not of the request.'],
  'verification-failed': [500, 'The verification ended without a report.'],
  unavailable: [503, 'Something that this server needs cannot be had for the moment.'],
  'shutting-down': [503, 'This server is going down.'],
} as const satisfies Readonly<Record<string, readonly [status: number, sentence: string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457. Without `type`, which then is about:blank, the title is the status' own. */
export interface ProblemDetails {
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
}

/** Ends a request with a problem. `detail` never has more than 200 characters of what the client sent. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly code: ProblemCode,
    readonly detail: string = PROBLEMS[code][1],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }
}

export function problemDetails(code: ProblemCode, detail: string = PROBLEMS[code][1]): ProblemDetails {
  const status = PROBLEMS[code][0];
  return { title: STATUS_CODES[status] ?? '', status, code, detail: quote(detail) };
}
