import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { TokenRole } from '../store/token-types.js';
import { insufficientScope, tokensConfigured, unauthorized } from './auth.js';
import type { ApiContext } from './context.js';
import type { ApiDeps } from './deps.js';
import { isLocal, isNamedElsewhere, refuseCrossSite, refuseForeign } from './origin-guard.js';
import { ProblemError } from './problems.js';

/** Whose request it is, where no token is needed. */
const OPEN = 'open';
const FOR_OPERATORS = 'This server has a public URL and no tokens: this takes the token of an operator.';
/** Octets of an IPv6 address that one subscriber shares with nobody (RFC 6177): the rest is his to vary. */
const SUBSCRIBER_OCTETS = 8;

/**
 * May this request make the server fetch, keep, change or forget something? With a token of at least that role; without
 * one only where the server has none and the request comes from its own machine. What takes an operator is open so only
 * where nobody else is expected: a proxy that tells nothing of itself makes strangers look like this machine.
 *
 * @throws ProblemError
 */
export async function permit(request: FastifyRequest, deps: ApiDeps, role: TokenRole): Promise<void> {
  const { token } = request.caller;
  if (token !== null) {
    if (role === 'operator' && token.role !== 'operator') throw insufficientScope();
    return;
  }
  if (await tokensConfigured(deps)) throw unauthorized();
  if (!isLocal(request, deps)) throw new ProblemError('tokens-required');
  if (role === 'operator' && isNamedElsewhere(deps)) throw new ProblemError('tokens-required', FOR_OPERATORS);
  refuseCrossSite(request.headers);
}

/** The same for a route's hook, before the body is read: and the request is counted. */
export function mayAsk({ deps }: Pick<ApiContext, 'deps'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await permit(request, deps, 'caller');
    await countRequest(request, reply, deps);
  };
}

/**
 * A route's hook that counts its requests before the body is read, where nobody needs permission. What this machine may
 * ask is not for pages of other sites to use up.
 */
export function counted({ deps }: Pick<ApiContext, 'deps'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (isLocal(request, deps)) refuseForeign(request, deps);
    await countRequest(request, reply, deps);
  };
}

/** What keeps the verifications apart that different callers asked for. */
export function nameOf(request: FastifyRequest): string {
  return request.caller.token?.id ?? OPEN;
}

/**
 * Counts a request that makes the server work.
 *
 * @throws ProblemError `rate-limited`
 */
export async function countRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ApiDeps,
): Promise<void> {
  const { allowed, remaining, retryAfterMs } = await deps.limiter.take(callerKey(request));
  const { perMinute, burst } = deps.rate;
  // draft-ietf-httpapi-ratelimit-headers: a bucket of `burst` that fills in so many seconds.
  const window = Math.ceil((burst * 60) / perMinute);
  const retryAfter = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  const wait = allowed ? '' : `;t=${retryAfter}`;
  reply.headers({
    'ratelimit-policy': `"default";q=${burst};w=${window}`,
    ratelimit: `"default";r=${remaining}${wait}`,
  });
  if (allowed) return;
  deps.observer?.rateLimited();
  throw new ProblemError('rate-limited', undefined, { 'retry-after': String(retryAfter) });
}

/** Whom a request is counted for: a token, or an address as far as it is one subscriber's. */
export function callerKey(request: FastifyRequest): string {
  const { token } = request.caller;
  return token === null ? `address:${subscriberOf(request.ip)}` : `token:${token.id}`;
}

function subscriberOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return Buffer.from(parsed.toByteArray().slice(0, SUBSCRIBER_OCTETS)).toString('hex');
}
