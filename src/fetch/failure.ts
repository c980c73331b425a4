import { quote } from './quote.js';
import type { UnreachableReason } from './types.js';

/** What went wrong in one attempt: a value, never thrown at a caller. */
export interface Failure {
  readonly reason: UnreachableReason;
  /** One sentence for a person. */
  readonly detail: string;
  /** Another attempt may go better. */
  readonly mayHeal: boolean;
  readonly status?: number;
  /** ISO time before which the host asked not to be asked again. */
  readonly retryAt?: string;
}

export const failure = (reason: UnreachableReason, detail: string, mayHeal = false): Failure => ({
  reason,
  detail,
  mayHeal,
});

interface Coded {
  readonly code?: unknown;
  readonly message?: unknown;
}

export const codeOf = (error: unknown): string => String((error as Coded | null)?.code ?? '');
const messageOf = (error: unknown): string => quote(String((error as Coded | null)?.message ?? error));

const UNKNOWN_ISSUER = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);
const CUT = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);

/** A TCP connection that did not come about. */
export function dialFailure(error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return failure('connect', 'the connection was refused', true);
  if (code === 'ETIMEDOUT') return failure('timeout', 'the connection was not answered in time', true);
  if (/^E(NETUNREACH|HOSTUNREACH|ADDRNOTAVAIL|NETDOWN|HOSTDOWN)$/.test(code)) {
    return failure('connect', 'there is no route to the address', true);
  }
  return failure('connect', `the connection failed (${quote(code) || messageOf(error)})`, true);
}

/** A handshake that failed, or a certificate that does not hold. Certificates do not heal within seconds. */
export function tlsFailure(error: unknown, host: string): Failure {
  const code = codeOf(error);
  if (code === 'CERT_HAS_EXPIRED') return failure('tls', `the certificate of ${host} has expired; renew it`);
  if (code === 'CERT_NOT_YET_VALID') return failure('tls', `the certificate of ${host} is not valid yet`);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return failure('tls', `the certificate is for another host than ${host}`);
  }
  if (UNKNOWN_ISSUER.has(code)) {
    return failure(
      'tls',
      `the certificate of ${host} comes from an unknown issuer, or its chain is incomplete`,
    );
  }
  if (code === 'ETIMEDOUT') return failure('timeout', 'the TLS handshake was not finished in time', true);
  if (CUT.has(code)) return failure('tls', 'the connection was closed during the TLS handshake', true);
  return failure('tls', `the TLS handshake failed (${quote(code) || messageOf(error)})`);
}

/** An answer that ended before it was complete. */
export const cutShort = (): Failure =>
  failure('reset', 'the connection was closed in the middle of the answer', true);

/** A request that was sent, or an answer that was begun, and then went wrong. */
export function exchangeFailure(error: unknown, answered: boolean): Failure {
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return failure('timeout', 'no answer came in time');
  if (code === 'UND_ERR_BODY_TIMEOUT') return failure('timeout', 'the answer stopped in the middle');
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') {
    return failure('too-large', 'the header of the answer is over the limit');
  }
  if (CUT.has(code)) {
    return answered ? cutShort() : failure('connect', 'the connection was closed before an answer', true);
  }
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return failure('malformed', 'the body does not have the length that its header declares');
  }
  if ((error as Error).name === 'HTTPParserError') return failure('malformed', 'the answer is not HTTP/1.1');
  return failure('malformed', `the answer cannot be read (${quote(code) || messageOf(error)})`);
}

/** A look-up that failed. Takes the codes of node:dns. */
export function dnsFailure(error: unknown, name: string): Failure {
  const code = codeOf(error);
  if (code === 'ENOTFOUND') return failure('dns', `the host ${quote(name)} does not exist`);
  if (code === 'ENODATA') return failure('dns', `the host ${quote(name)} has no address`);
  if (code === 'ESERVFAIL') return failure('dns', `the name servers of ${quote(name)} fail (SERVFAIL)`, true);
  if (code === 'ETIMEOUT' || code === 'ECANCELLED') {
    return failure('dns', `the name servers of ${quote(name)} do not answer`);
  }
  return failure('dns', `the look-up of ${quote(name)} failed (${quote(code) || messageOf(error)})`);
}
