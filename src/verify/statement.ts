import { recogniseAccount } from '../services/index.js';
import type { Account, Recognised, UnsupportedAccount } from '../services/types.js';
import { checkClaims, type StatementClaims } from './claims.js';
import { statementDigest } from './digest.js';
import { type OpenedAccounts, openAccounts } from './disclosures.js';
import { checkHeader, type ParsedJws, parseJsonObject, parseJws, verifyParsed } from './jws.js';
import { checkIdentityKey, type PublicKey } from './keys/public-key.js';
import { MAX_STATEMENT_CHARS, MAX_URI_CHARS } from './limits.js';
import { type Presentation, splitPresentation } from './presentation.js';
import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from './result.js';
import { statementForm } from './typ.js';
import type { Statement, Verification } from './types.js';

/** The clock is passed in: the same text gives the same answer in a test and in a replay. */
export interface VerifyOptions {
  readonly now: Date;
}

/**
 * Verifies a cross-signing statement: its form, its key, the signature, then the claims, in that order. Never
 * throws for what a stranger wrote. A statement past its `exp` holds, with `expired`.
 * @param text a compact JWS, or an SD-JWT with its disclosures
 * @example const { ok } = await verifyStatement(text, { now: new Date() })
 */
export async function verifyStatement(text: string, options: VerifyOptions): Promise<Verification> {
  const opened = openStatement(text);
  if (!opened.ok) return opened;
  const { jws, payload, form, presentation } = opened.value;
  const key = checkIdentity(jws.header, payload);
  if (!key.ok) return key;
  const held = await verifyParsed(jws, key.value);
  if (!held.ok) return held;
  const accounts = openAccounts(payload, presentation.disclosures, form);
  if (!accounts.ok) return accounts;
  const now = options.now.getTime() / 1000;
  const claims = checkClaims(payload, key.value.thumbprint, now);
  if (!claims.ok) return claims;
  return {
    ok: true,
    statement: {
      text,
      form,
      digest: statementDigest(text),
      key: key.value.thumbprint,
      expired: now >= claims.value.exp,
      ...namedAccounts(accounts.value),
      ...statedClaims(claims.value),
    },
  };
}

/** A text that claims to be a statement, taken apart; nothing is verified yet. */
export interface OpenedStatement {
  readonly jws: ParsedJws;
  readonly payload: JsonObject;
  readonly form: 'jwt' | 'sd-jwt';
  readonly presentation: Presentation;
}

/** Takes the text apart and looks at `typ`, before any key is touched. */
export function openStatement(text: string): Checked<OpenedStatement> {
  if (text.length > MAX_STATEMENT_CHARS)
    return refuse('malformed', `more than ${MAX_STATEMENT_CHARS} characters`);
  const presentation = splitPresentation(text);
  const jws = parseJws(presentation.token);
  if (!jws.ok) return jws;
  const form = statementForm(jws.value.header);
  if (form === null) return refuse('not-a-statement', 'its "typ" is not that of a cross-signing statement');
  if (form === 'jwt' && presentation.hasTilde) {
    return refuse('malformed', 'disclosures follow a statement of the plain form');
  }
  const header = checkHeader(jws.value.header);
  if (!header.ok) return header;
  const payload = parseJsonObject(jws.value.payload, 'payload');
  if (!payload.ok) return payload;
  return pass({ jws: jws.value, payload: payload.value, form, presentation });
}

/** `cnf.jwk`, `iss` and `kid` have to be one and the same key (RFC 7800 section 3.2, RFC 9278). */
export function checkIdentity(header: JsonObject, payload: JsonObject): Checked<PublicKey> {
  const cnf = own(payload, 'cnf');
  if (!isJsonObject(cnf)) return refuse('claims', '"cnf" is missing or not an object');
  const key = checkIdentityKey(own(cnf, 'jwk'));
  if (!key.ok) return key;
  const kid = own(header, 'kid');
  if (typeof kid !== 'string') return refuse('header', 'the header has no "kid"');
  const iss = own(payload, 'iss');
  if (typeof iss !== 'string') return refuse('claims', '"iss" is missing or not a string');
  if (iss !== key.value.thumbprint) return refuse('thumbprint', '"iss" is not the thumbprint URI of "cnf"');
  if (kid !== iss) return refuse('thumbprint', '"kid" is not "iss"');
  return key;
}

type NamedAccounts = Pick<Statement, 'accounts' | 'spellings' | 'unsupported' | 'hidden' | 'disclosed'>;

/** Looks every named URI up in the catalogue; one that nothing reads never spoils the others. */
export function namedAccounts(opened: OpenedAccounts): NamedAccounts {
  const accounts = new Map<string, Account>();
  const spellings = new Map<string, Set<string>>();
  const unsupported = new Map<string, UnsupportedAccount>();
  const disclosed = new Set<string>();
  const plain = new Set<string>();
  for (const { text, disclosed: fromDisclosure } of opened.named) {
    const recognised = recognise(text);
    if ('unsupported' in recognised) {
      if (!unsupported.has(recognised.uri)) unsupported.set(recognised.uri, recognised);
    } else {
      if (!accounts.has(recognised.uri)) accounts.set(recognised.uri, recognised);
      spellings.set(recognised.uri, (spellings.get(recognised.uri) ?? new Set()).add(text));
    }
    (fromDisclosure ? disclosed : plain).add(recognised.uri);
  }
  return {
    accounts: [...accounts.values()],
    spellings: Object.fromEntries([...spellings].map(([uri, texts]) => [uri, [...texts]])),
    unsupported: [...unsupported.values()],
    hidden: opened.hidden,
    disclosed: [...disclosed].filter((uri) => !plain.has(uri)),
  };
}

/** The catalogue's reading of a URI that a stranger named. */
function recognise(text: string): Recognised {
  if (text.length <= MAX_URI_CHARS) return recogniseAccount(text);
  return { unsupported: true, uri: text, reason: `longer than ${MAX_URI_CHARS} characters` };
}

type StatedClaims = Omit<Statement, keyof NamedAccounts | 'text' | 'form' | 'digest' | 'key' | 'expired'>;

function statedClaims(claims: StatementClaims): StatedClaims {
  const revoked = claims.revoked.map((text) => recognise(text).uri);
  return {
    sub: claims.sub,
    iat: claims.iat,
    exp: claims.exp,
    seq: claims.seq,
    ...(claims.prev === undefined ? {} : { prev: claims.prev }),
    next: claims.keys.filter((key) => key.role === 'next').map((key) => key.thumbprint),
    keys: claims.keys,
    revoked: [...new Set(revoked)],
    endsKey: claims.endsKey,
  };
}
