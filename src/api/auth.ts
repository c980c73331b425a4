import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenRecord, TokenRole } from '../store/token-types.js';
import type { ApiDeps } from './deps.js';
import { ProblemError } from './problems.js';

/** Who asks, as far as the server cares: what may be shown, and whose requests are counted together. */
export interface Caller {
  /** Null: a stranger. */
  readonly token: { readonly id: string; readonly role: TokenRole } | null;
  readonly audience: 'stranger' | TokenRole;
  /** The subject's own signature, which only one route takes; it has not been looked at. */
  readonly signature: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** A compact JWS may stand where a token stands. */
    readonly takesSignature?: boolean;
  }
}

const STRANGER: Caller = { token: null, audience: 'stranger', signature: null };
/** RFC 6750 section 2.1; the length is that of the header. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** RFC 6750 section 3. */
export const CHALLENGE = 'Bearer realm="crossproof"';

type TokenDeps = Pick<ApiDeps, 'tokens' | 'configuredTokens' | 'clock'>;

/** Finds out who asks, on every route of `app`. A token that does not hold is refused even where none is needed. */
export function authenticate(app: FastifyInstance, deps: TokenDeps): void {
  app.addHook('onRequest', (request, _reply, done) => {
    request.caller = STRANGER;
    if (request.headers.authorization === undefined) return done();
    callerOf(request, request.headers.authorization, deps).then((caller) => {
      request.caller = caller;
      done();
    }, done);
  });
}

async function callerOf(request: FastifyRequest, authorization: string, deps: TokenDeps): Promise<Caller> {
  const text = BEARER.exec(authorization)?.[1];
  const token = text === undefined ? null : await findToken(text, deps);
  if (token !== null) return { token, audience: token.role, signature: null };
  if (text !== undefined && COMPACT_JWS.test(text) && request.routeOptions.config.takesSignature === true)
    return { ...STRANGER, signature: text };
  throw unauthorized('The token does not hold.', 'invalid_token');
}

/**
 * A token is looked up by its hash, which nobody can approach digit by digit, and the hash is then compared in constant
 * time: how long it takes tells nothing of the tokens there are.
 */
export async function findToken(text: string, deps: TokenDeps): Promise<Caller['token']> {
  const hash = createHash('sha256').update(text).digest();
  const holds = (candidate: { readonly hash: string }) =>
    candidate.hash.length === 2 * hash.length && timingSafeEqual(hash, Buffer.from(candidate.hash, 'hex'));
  const configured = deps.configuredTokens.filter(holds)[0];
  if (configured) return { id: configured.id, role: configured.role };
  const stored = await deps.tokens.byHash(hash.toString('hex'));
  if (stored === null || !holds(stored) || hasEnded(stored, deps.clock.now())) return null;
  return { id: stored.id, role: stored.role };
}

/** A token that was revoked, or is past its end. */
export function hasEnded({ revokedAt, expiresAt }: TokenRecord, now: Date): boolean {
  return revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= now.getTime());
}

/** RFC 6750 section 3: with an error only where a token was sent. */
export function unauthorized(detail?: string, error?: 'invalid_token'): ProblemError {
  const challenge = error === undefined ? CHALLENGE : `${CHALLENGE}, error="${error}"`;
  return new ProblemError('unauthorized', detail, { 'www-authenticate': challenge });
}

/** RFC 6750 section 3.1. */
export function insufficientScope(): ProblemError {
  return new ProblemError('forbidden', undefined, {
    'www-authenticate': `${CHALLENGE}, error="insufficient_scope"`,
  });
}

/** Whether this server has tokens at all: then what takes one is open to nobody without. */
export async function tokensConfigured(deps: TokenDeps): Promise<boolean> {
  return deps.configuredTokens.length > 0 || deps.tokens.any(deps.clock.now().toISOString());
}
