import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ADMIN_PATH } from '../pages/admin/paths.js';
import type { SessionStore } from '../store/session-types.js';
import { type Caller, hasEnded } from './auth.js';
import type { ApiDeps } from './deps.js';

/** Milliseconds that somebody stays signed in: a long working day. */
export const SESSION_MS = 12 * 3_600_000;
/** Bytes of the secret: then a plain hash is all that has to be kept. */
const SECRET_BYTES = 32;
/** The secret as base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const COOKIE = 'crossproof-operator';
/** A browser takes a cookie of such a name over https alone (RFC 6265bis, section 4.1.3.1). */
export const SECURE_COOKIE = `__Secure-${COOKIE}`;
/** Digits of a configured token's hash: another token of the same name is another holder. */
const HASH_DIGITS = 32;

type Token = NonNullable<Caller['token']>;
type SessionDeps = Pick<ApiDeps, 'tokens' | 'configuredTokens' | 'clock' | 'publicUrl'>;

/** Who signed in with an operator's token, by a cookie. */
export interface Sessions {
  /** Signs in; gives the value of Set-Cookie. Rejects with a StoreError. */
  begin(token: Token): Promise<string>;
  /** Null: nobody is signed in, or his token holds no longer. A cookie that is none of ours costs one read. */
  tokenOf(request: FastifyRequest): Promise<Token | null>;
  /** Signs out, if anybody is signed in; gives the value of Set-Cookie. */
  end(request: FastifyRequest): Promise<string>;
}

export function createSessions(store: SessionStore, deps: SessionDeps): Sessions {
  const { clock, publicUrl } = deps;
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  const name = isHttps ? SECURE_COOKIE : COOKIE;
  const cookie = (value: string, seconds: number) =>
    `${name}=${value}; Path=${ADMIN_PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`;
  const sessionOf = async (request: FastifyRequest) => {
    const secret = secretIn(request.headers.cookie, name);
    return secret === null ? null : await store.byHash(hashOf(secret), clock.now().toISOString());
  };
  return {
    async begin(token) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const now = clock.now();
      await store.begin({
        hash: hashOf(secret),
        token: holderOf(token, deps),
        createdAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + SESSION_MS).toISOString(),
      });
      return cookie(secret, SESSION_MS / 1_000);
    },
    async tokenOf(request) {
      const session = await sessionOf(request);
      return session === null ? null : await tokenBehind(session.token, deps);
    },
    async end(request) {
      const session = await sessionOf(request);
      if (session !== null) await store.end(session.hash);
      return cookie('', 0);
    },
  };
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The first cookie of that name that could be ours; there is no more than one but by somebody else's doing. */
function secretIn(cookies: string | undefined, name: string): string | null {
  for (const pair of (cookies ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key === name && SECRET.test(value)) return value;
  }
  return null;
}

/** What a session remembers of its token. A configured one has its keeper's name for an id: its hash says which it was. */
function holderOf({ id }: Token, { configuredTokens }: Pick<SessionDeps, 'configuredTokens'>): string {
  const configured = configuredTokens.find((token) => token.id === id);
  return configured === undefined ? id : `${id}:${configured.hash.slice(0, HASH_DIGITS)}`;
}

/** The token as it is now: revoked, past its end or configured no more, it ends its sessions at once. */
async function tokenBehind(holder: string, deps: SessionDeps): Promise<Token | null> {
  const configured = deps.configuredTokens.find((token) => holderOf(token, deps) === holder);
  if (configured !== undefined) return operatorOnly(configured);
  const stored = await deps.tokens.byId(holder);
  return stored === null || hasEnded(stored, deps.clock.now()) ? null : operatorOnly(stored);
}

function operatorOnly({ id, role }: Token): Token | null {
  return role === 'operator' ? { id, role } : null;
}
