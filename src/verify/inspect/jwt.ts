import { unpackSdJwt } from '../formats/sd-jwt.js';
import { checkHeader, type ParsedJws, parseJsonObject, parseJws, verifyParsed } from '../jws.js';
import type { PublicKey } from '../keys/public-key.js';
import { MAX_CLOCK_SKEW_SECONDS } from '../limits.js';
import { type JsonObject, own } from '../result.js';
import { mediaTypeOfTyp } from '../typ.js';
import { type Claim, type ClaimStatus, emptyClaim, isoTime } from './claim.js';

/** Algorithms that a reader without a secret can check (RFC 7518 section 3.1). */
const PUBLIC_ALGORITHM = /^(?:EdDSA|Ed25519|ES256|ES384|ES512|[RP]S(?:256|384|512))$/;

/** Kinds of token with rules of their own: a signature that holds says too little about them. */
const OWN_RULES = new Set(
  [
    'dpop+jwt',
    'kb+jwt',
    'vc+jwt',
    'vp+jwt',
    'dc+sd-jwt',
    'vc+sd-jwt',
    'vp+sd-jwt',
    'statuslist+jwt',
    'asp+jwt',
  ].map((type) => `application/${type}`),
);

/** A JWT that is no statement, and the keys the reader trusts. */
export interface OtherJwt {
  readonly token: string;
  readonly disclosures: readonly string[];
  readonly where: string;
  readonly trusted: readonly PublicKey[];
  readonly now: Date;
}

type Verdict = readonly [status: ClaimStatus, reason: string, signer?: PublicKey];

/**
 * Says what can be said of a JWT that carries no key which would be its own proof: with a key that the reader
 * trusts it is verified, without one it stays unverifiable, and a kind with rules of its own is unsupported.
 */
export async function inspectJwt(input: OtherJwt): Promise<Claim> {
  const claim = emptyClaim(input.disclosures.length > 0 ? 'sd-jwt' : 'jwt', input.where);
  const parsed = parseJws(input.token);
  if (!parsed.ok) return { ...claim, status: 'broken', reason: `${parsed.message}.` };
  const type = mediaTypeOfTyp(parsed.value.header);
  const payload = parseJsonObject(parsed.value.payload, 'payload');
  if (!payload.ok) {
    const [status, reason, signer] = await judge(parsed.value, type, input);
    return { ...claim, container: 'jws', type, status, reason, keys: signer ? [signer.thumbprint] : [] };
  }
  const [status, reason, signer] = await judgeJwt(parsed.value, payload.value, type, input);
  return {
    ...claim,
    type,
    status,
    reason,
    issuer: textOf(payload.value, 'iss'),
    subject: textOf(payload.value, 'sub'),
    keys: signer ? [signer.thumbprint] : [],
    issuedAt: isoTime(own(payload.value, 'iat')),
    expiresAt: isoTime(own(payload.value, 'exp')),
  };
}

async function judgeJwt(
  jws: ParsedJws,
  payload: JsonObject,
  type: string | null,
  input: OtherJwt,
): Promise<Verdict> {
  const verdict = await judge(jws, type, input);
  if (verdict[0] !== 'verified') return verdict;
  if (input.disclosures.length > 0) {
    const unpacked = unpackSdJwt(payload, input.disclosures);
    if (!unpacked.ok) return ['broken', `${unpacked.message}.`, verdict[2]];
  }
  const [status, reason] = judgeTimes(payload, input.now.getTime() / 1000);
  return [status, reason ?? verdict[1], verdict[2]];
}

async function judge(jws: ParsedJws, type: string | null, input: OtherJwt): Promise<Verdict> {
  const header = checkHeader(jws.header);
  if (!header.ok) {
    return header.refusal === 'algorithm'
      ? ['broken', 'It names no algorithm.']
      : ['unsupported', `${header.message}.`];
  }
  const alg = header.value;
  if (alg.toLowerCase() === 'none') return ['broken', 'It is not signed (algorithm "none").'];
  if (/^HS\d/.test(alg))
    return ['unsupported', 'It is signed with a shared secret, which proves nothing to third parties.'];
  if (!PUBLIC_ALGORITHM.test(alg)) return ['unsupported', 'Its algorithm is not read here.'];
  if (type !== null && OWN_RULES.has(type))
    return ['unsupported', `Claims of type ${type} are not read here.`];
  return judgeSignature(jws, alg, input.trusted);
}

async function judgeSignature(jws: ParsedJws, alg: string, trusted: readonly PublicKey[]): Promise<Verdict> {
  const kid = own(jws.header, 'kid');
  const named = trusted.filter((key) => kid !== undefined && (key.kid === kid || key.thumbprint === kid));
  // A key without an id may be anybody's; one with another id is not the signer's.
  const candidates =
    named.length > 0 ? named : trusted.filter((key) => kid === undefined || key.kid === undefined);
  for (const key of candidates) {
    const held = await verifyParsed(jws, key);
    if (held.ok) return ['verified', 'A key that you trust signed it, and it is in force.', key];
  }
  const certain = named.length > 0 || (trusted.length === 1 && candidates.length === 1);
  if (!certain) return ['unverifiable', "Its issuer's key is not at hand."];
  const bound = candidates.some((key) => key.algorithms.includes(alg));
  return ['broken', bound ? 'The signature does not hold.' : 'Its algorithm is not that of the key.'];
}

/** RFC 7519 sections 4.1.4 to 4.1.6. */
function judgeTimes(payload: JsonObject, now: number): readonly [ClaimStatus, string?] {
  const [exp, nbf, iat] = [own(payload, 'exp'), own(payload, 'nbf'), own(payload, 'iat')];
  for (const time of [exp, nbf, iat]) {
    if (time !== undefined && typeof time !== 'number')
      return ['broken', 'One of its times is not a number of seconds.'];
  }
  const latest = now + MAX_CLOCK_SKEW_SECONDS;
  if ([nbf, iat].some((time) => typeof time === 'number' && time > latest)) {
    return ['not-yet-valid', 'It is not in force yet.'];
  }
  if (typeof exp === 'number' && now >= exp) return ['expired', 'Its time is over.'];
  return ['verified'];
}

function textOf(payload: JsonObject, name: string): string | null {
  const value = own(payload, name);
  return typeof value === 'string' ? value : null;
}
