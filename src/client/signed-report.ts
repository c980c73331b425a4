import { fromBase64url } from './from-base64url.js';

/** As much of a report (contract section 2) as a badge shows. */
export interface ReportFacts {
  readonly subject: string;
  readonly verdict: 'consistent' | 'weak' | 'conflicting' | 'none';
  readonly generatedAt: string;
  readonly statementExpiresAt: string | null;
  /** Nothing could be read since then. */
  readonly incomplete: boolean;
  readonly independentOperators: number;
  readonly accounts: readonly { readonly account: string; readonly state: string }[];
}

/**
 * Why nothing is shown of what came: `unsupported` this browser cannot check, `malformed` no signed report, `key` not one of
 * that server's keys, `signature` it does not hold, `issuer` and `subject` of another server or identity, `expired`, and
 * `future` for a time ahead of ours.
 */
export type Refusal =
  | 'unsupported'
  | 'malformed'
  | 'key'
  | 'signature'
  | 'issuer'
  | 'subject'
  | 'expired'
  | 'future';

/** What is expected of a signed report. */
export interface Expected {
  /** Normalised MIMI URI. */
  readonly subject: string;
  /** Origin of the server that signs. */
  readonly server: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Milliseconds that two clocks may differ. */
const MAX_SKEW_MS = 300_000;
const VERDICTS: readonly unknown[] = ['consistent', 'weak', 'conflicting', 'none'];

/** A report whose signature was checked. */
export interface SignedReport {
  readonly report: ReportFacts;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface Members {
  readonly [name: string]: unknown;
}

/**
 * The report in a compact JWS of typ `crossproof-report+jwt`, once the signature holds and it says what was expected.
 * @param jwks the key set of the server, as it came
 */
export async function readSignedReport(
  jws: string,
  jwks: unknown,
  expected: Expected,
): Promise<SignedReport | { readonly refusal: Refusal }> {
  const [head = '', body = '', end = '', more] = jws.split('.');
  const header = jsonIn(head);
  const signature = fromBase64url(end);
  const isReport = header?.alg === 'EdDSA' && header.typ === 'crossproof-report+jwt' && !('crit' in header);
  if (!isReport || signature === null || more !== undefined) return { refusal: 'malformed' };
  const refusal = await checkSignature(`${head}.${body}`, signature, keyOf(jwks, header.kid));
  if (refusal !== null) return { refusal };
  return readClaims(jsonIn(body), expected);
}

/** The public Ed25519 key of that name (RFC 8037); undefined where the set has none. */
function keyOf(jwks: unknown, kid: unknown): { kty: string; crv: string; x: string } | undefined {
  const { keys } = membersOf(jwks);
  const found = (Array.isArray(keys) ? keys.map(membersOf) : []).find((key) => key.kid === kid);
  const x = found?.x;
  return typeof kid === 'string' && typeof x === 'string' ? { kty: 'OKP', crv: 'Ed25519', x } : undefined;
}

async function checkSignature(
  input: string,
  signature: Uint8Array<ArrayBuffer>,
  jwk: ReturnType<typeof keyOf>,
): Promise<Refusal | null> {
  // Pages without https have no such object.
  const subtle: typeof crypto.subtle | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) return 'unsupported';
  if (jwk === undefined) return 'key';
  try {
    const key = await subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
    const holds = await subtle.verify('Ed25519', key, signature, new TextEncoder().encode(input));
    return holds ? null : 'signature';
  } catch (error) {
    return membersOf(error).name === 'DataError' ? 'key' : 'unsupported';
  }
}

function readClaims(
  claims: Members | null,
  { subject, server, now }: Expected,
): Awaited<ReturnType<typeof readSignedReport>> {
  const report = membersOf(claims?.report);
  const { iss, sub, iat, exp } = claims ?? {};
  if (typeof iat !== 'number' || typeof exp !== 'number' || !isReport(report))
    return { refusal: 'malformed' };
  if (iss !== server) return { refusal: 'issuer' };
  if (sub !== subject || report.subject !== subject) return { refusal: 'subject' };
  const made = Date.parse(report.generatedAt);
  if (Math.max(iat * 1_000, made) > now + MAX_SKEW_MS) return { refusal: 'future' };
  if (exp * 1_000 <= now) return { refusal: 'expired' };
  return { report, expiresAt: exp * 1_000 };
}

function isReport(value: Members): value is Members & ReportFacts {
  const { verdict, generatedAt, statementExpiresAt: end, incomplete, independentOperators: count } = value;
  return (
    typeof incomplete === 'boolean' &&
    VERDICTS.includes(verdict) &&
    isTime(generatedAt) &&
    (end === null || isTime(end)) &&
    Number.isSafeInteger(count) &&
    Array.isArray(value.accounts) &&
    value.accounts.every((one) => typeof membersOf(one).account === 'string')
  );
}

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

function jsonIn(part: string): Members | null {
  const bytes = fromBase64url(part);
  try {
    return bytes === null ? null : membersOf(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** The members of what may be anything. */
function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
