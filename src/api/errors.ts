import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { QueueError } from '../queue/queue-error.js';
import { StoreError } from '../store/store-error.js';
import { sendJson } from './caching.js';
import type { ApiDeps } from './deps.js';
import { RETRY_SECONDS } from './limits.js';
import { originOf } from './origin.js';
import { sendProblemPage, wantsPage } from './page-answer.js';
import { PROBLEMS, type ProblemCode, ProblemError, problemDetails } from './problems.js';
import { SECURITY_HEADERS } from './security-headers.js';

export const PROBLEM_TYPE = 'application/problem+json';

/** What Fastify itself refuses; what is not in here is a bug of ours. */
const FRAMEWORK: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'malformed-request',
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  // A QUERY has to say what its body is, before anybody looks whether the route takes one.
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 'malformed-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid-body',
};

/** What Node's parser refuses before there is a request. */
const CONNECTION: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
};

/** Answers with a problem, or a page that tells of it, whatever was thrown; the observer hears of what is no fault of the client. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  deps?: Pick<ApiDeps, 'observer' | 'publicUrl'>,
): FastifyReply {
  const problem = isUnfinished(request) ? new ProblemError('malformed-request') : problemOf(error);
  if (PROBLEMS[problem.code][0] >= 500 && !(error instanceof ProblemError)) {
    const { id, method } = request;
    deps?.observer?.failed(error, { id, method, route: routeOf(request) });
  }
  reply.code(PROBLEMS[problem.code][0]).headers({ ...problem.headers, 'cache-control': 'no-store' });
  const details = problemDetails(problem.code, problem.detail);
  if (deps && wantsPage(request))
    return sendProblemPage(reply, details, originOf(request.server, deps.publicUrl));
  return sendJson(reply, details, PROBLEM_TYPE);
}

/** The client went away, or was let go, before its body was all there: whatever was thrown comes of that. */
const isUnfinished = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;

function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError || error instanceof QueueError)
    return new ProblemError('unavailable', undefined, { 'retry-after': String(RETRY_SECONDS) });
  const code = FRAMEWORK[(error as Partial<FastifyError> | null)?.code ?? ''];
  return new ProblemError(code ?? 'internal');
}

/** The route's pattern: the only thing of a URL that is ever written down. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions?.url ?? 'unmatched';
}

/** A connection on which no request could be read: it is answered where that is still possible, and closed. */
export function answerConnectionError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemDetails(CONNECTION[error.code ?? ''] ?? 'malformed-request');
  const body = JSON.stringify(problem);
  const fields = {
    ...SECURITY_HEADERS,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
  };
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  // The client may be sending still: end() alone would wait for it.
  socket.end(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${header.join('')}\r\n${body}`, () =>
    socket.destroySoon(),
  );
}
