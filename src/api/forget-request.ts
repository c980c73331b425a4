import { randomBytes } from 'node:crypto';
import { type CompactJWSHeaderParameters, CompactSign } from 'jose';
import type { Clock } from '../fetch/types.js';
import { readMemory } from '../report/memory.js';
import type { Store } from '../store/types.js';
import { checkSubject } from '../verify/claims.js';
import { verifyStatement } from '../verify/index.js';
import { checkHeader, parseJsonObject, parseJws, verifyParsed } from '../verify/jws.js';
import { checkSigningKey, importSigningKey, type SigningKey } from '../verify/keys/private-key.js';
import { own } from '../verify/result.js';
import { checkIdentity } from '../verify/statement.js';
import { mediaTypeOfTyp } from '../verify/typ.js';
import type { ForgetRequests } from './deps.js';

/** `typ` of a request to forget: no statement and no other token is ever taken for one (RFC 8725 section 3.11). */
export const FORGET_TYP = 'crossproof-forget+jwt';
/** Seconds that the signer's clock may differ from ours, and that a request can be used. */
export const FORGET_WINDOW_SECONDS = 300;
/** Bytes of `jti`. */
const JTI_BYTES = 16;

/** Why a request to forget is none. Closed list; whoever asks is told only that he may not. */
export const FORGET_REFUSALS = [
  'malformed', // no JWS, or another `typ`
  'key', // the key in it is none, or not the one it names
  'signature',
  'subject', // of somebody else
  'audience', // for another server
  'stale', // made more than FORGET_WINDOW_SECONDS ago, or ahead
  'not-the-key', // not the key last `consistent`, or there is none
] as const;
export type ForgetRefusal = (typeof FORGET_REFUSALS)[number];

export type ForgetVerification =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: ForgetRefusal };

export interface ForgetContext {
  /** Normalised MIMI URI. */
  readonly subject: string;
  /** This server's origin. */
  readonly audience: string;
  /** Thumbprint URI; null: nothing that could speak for the subject is known. */
  readonly lastConsistentKey: string | null;
  readonly now: Date;
}

const refused = (refusal: ForgetRefusal): ForgetVerification => ({ ok: false, refusal });

/**
 * Verifies the subject's own request to be forgotten. Keys and algorithms are those of a statement. A request that is
 * used twice within its window does no harm: nothing is left to forget, and no key is known then that could ask for it.
 * `jti` is there for the logs of others, and not looked at.
 */
export async function verifyForgetRequest(jws: string, context: ForgetContext): Promise<ForgetVerification> {
  const parsed = parseJws(jws);
  if (!parsed.ok || mediaTypeOfTyp(parsed.value.header) !== `application/${FORGET_TYP}`)
    return refused('malformed');
  const payload = parseJsonObject(parsed.value.payload, 'payload');
  if (!payload.ok || !checkHeader(parsed.value.header).ok) return refused('malformed');
  const key = checkIdentity(parsed.value.header, payload.value);
  if (!key.ok) return refused('key');
  if (!(await verifyParsed(parsed.value, key.value)).ok) return refused('signature');
  const subject = checkSubject(own(payload.value, 'sub'));
  if (!subject.ok || subject.value !== context.subject) return refused('subject');
  if (own(payload.value, 'aud') !== context.audience) return refused('audience');
  if (!isRecent(own(payload.value, 'iat'), context.now)) return refused('stale');
  return key.value.thumbprint === context.lastConsistentKey ? { ok: true } : refused('not-the-key');
}

function isRecent(iat: unknown, now: Date): boolean {
  return typeof iat === 'number' && Math.abs(now.getTime() / 1000 - iat) <= FORGET_WINDOW_SECONDS;
}

/** The same against what the store remembers of the subject. Rejects with a StoreError. */
export function createForgetRequests(deps: { readonly store: Store; readonly clock: Clock }): ForgetRequests {
  return {
    async verify(jws, { subject, audience }) {
      // Most of what comes with DELETE is an operator's token: it costs no query.
      if (!parseJws(jws).ok) return false;
      const now = deps.clock.now();
      const remembered = await deps.store.memory(subject);
      const lastConsistentKey = await lastConsistentKeyOf(remembered?.memory ?? null, now);
      return (await verifyForgetRequest(jws, { subject, audience, lastConsistentKey, now })).ok;
    },
  };
}

/**
 * The key that was `consistent` last. A key that its owner ended speaks for nobody, even where no other came after it:
 * people end keys that were stolen, and the thief would erase what still tells of the theft. The keeper can forget then.
 */
export async function lastConsistentKeyOf(memory: unknown, now: Date): Promise<string | null> {
  const [last] = [...readMemory(memory).history].sort(
    (a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen),
  );
  if (last === undefined) return null;
  for (const text of last.statements ?? []) {
    const verified = await verifyStatement(text, { now });
    if (verified.ok && verified.statement.key === last.key && verified.statement.endsKey) return null;
  }
  return last.key;
}

/** The key or the subject cannot sign a request; the message says why. */
export class ForgetInputError extends Error {
  override readonly name = 'ForgetInputError';
}

/**
 * Signs a request to be forgotten, to be sent as `Authorization: Bearer` with DELETE within FORGET_WINDOW_SECONDS.
 *
 * @param key private JWK of the identity key
 * @throws ForgetInputError
 * @example const jws = await signForgetRequest(key, { subject, audience: 'https://id.example', now: new Date() })
 */
export async function signForgetRequest(
  key: unknown,
  about: { readonly subject: string; readonly audience: string; readonly now: Date },
): Promise<string> {
  const checked = checkSigningKey(key);
  if (!checked.ok) throw new ForgetInputError(`the key: ${checked.message}`);
  const subject = checkSubject(about.subject);
  if (!subject.ok) throw new ForgetInputError(subject.message);
  const { algorithm, jwk, public: half } = checked.value;
  if (jwk.sub !== undefined && jwk.sub !== subject.value)
    throw new ForgetInputError(`this key speaks for ${jwk.sub}`);
  const payload = {
    iss: half.thumbprint,
    sub: subject.value,
    aud: about.audience,
    iat: Math.floor(about.now.getTime() / 1000),
    jti: randomBytes(JTI_BYTES).toString('base64url'),
    cnf: { jwk: half.jwk },
  };
  const header = { typ: FORGET_TYP, alg: algorithm, kid: half.thumbprint };
  const jws = await signed(checked.value, header, payload);
  // Nothing leaves that we would refuse ourselves.
  const context = { ...about, subject: subject.value, lastConsistentKey: half.thumbprint };
  if (jws !== null && (await verifyForgetRequest(jws, context)).ok) return jws;
  throw new ForgetInputError('the private key ("d") does not fit its public half');
}

/** Null where OpenSSL takes the halves of the key for no pair; some pairs it does not look at. */
async function signed(
  key: SigningKey,
  header: CompactJWSHeaderParameters,
  payload: object,
): Promise<string | null> {
  const signer = new CompactSign(new TextEncoder().encode(JSON.stringify(payload)));
  try {
    return await signer.setProtectedHeader(header).sign(await importSigningKey(key));
  } catch {
    return null;
  }
}
