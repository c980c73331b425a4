import { randomBytes } from 'node:crypto';
import { CompactSign } from 'jose';
import { parseMimiUri } from '../identifier/index.js';
import { recogniseAccount } from '../services/index.js';
import { checkSubject } from './claims.js';
import { checkSigningKey, importSigningKey, publicHalf, type SigningKey } from './keys/private-key.js';
import { checkIdentityKey } from './keys/public-key.js';
import { MAX_ACCOUNTS, MAX_LIFETIME_SECONDS } from './limits.js';
import { disclosureDigest, joinPresentation } from './presentation.js';
import { verifyStatement } from './statement.js';
import { STATEMENT_TYP } from './typ.js';
import type { KeyRole } from './types.js';

/** Days a statement holds where nothing is said (profile section 1). */
export const DEFAULT_DAYS = 365;
/** Bytes of a salt: RFC 9901 section 9.3 asks for 128 bits of entropy. */
const SALT_BYTES = 16;

/** What a person wants signed. URIs may be in any spelling; the canonical ones are signed. */
export interface StatementInput {
  /** Private JWK of the identity key. */
  readonly key: object;
  /** MIMI URI of the user or the pseudonym. */
  readonly sub: string;
  readonly accounts: readonly string[];
  /** Account URIs that are the user's no longer, and the own thumbprint URI to end the key. */
  readonly revoked?: readonly string[];
  /** Default: the time in seconds. */
  readonly seq?: number;
  /** Days until it expires, 1 to 400; default 365. */
  readonly days?: number;
  /** Digest of the statement before (`statementDigest`). */
  readonly prev?: string;
  readonly keys?: readonly { readonly jwk: object; readonly role: KeyRole; readonly id?: string }[];
  readonly now: Date;
}

/** An SD-JWT statement and what each place shows of it. */
export interface SelectiveStatement {
  /** With every disclosure: for the signer's own keeping, published nowhere. */
  readonly full: string;
  /** Without any. */
  readonly bare: string;
  /** By canonical URI: the presentation that names this account and no other. */
  readonly presentations: ReadonlyMap<string, string>;
}

/** The input cannot become a valid statement; the message says why, for the person who gave it. */
export class StatementInputError extends Error {
  override readonly name = 'StatementInputError';

  /** @param part the member of the input that is to blame; none where it is the whole */
  constructor(
    message: string,
    readonly part?: keyof StatementInput,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Signs a statement in the plain form.
 * @throws StatementInputError where the input does not fit profile section 1
 * @example const jws = await signStatement({ key, sub: 'mimi://a.example/u/alice', accounts: [], now: new Date() })
 */
export async function signStatement(input: StatementInput): Promise<string> {
  const { key, claims, accounts } = prepare(input);
  const token = await sign(key, STATEMENT_TYP.jwt, { ...claims, also_known_as: accounts });
  return checked(token, input.now);
}

/**
 * Signs a statement as SD-JWT: every account is a digest, which only its disclosure opens.
 * @throws StatementInputError where the input does not fit profile section 1
 */
export async function signSdStatement(input: StatementInput): Promise<SelectiveStatement> {
  const { key, claims, accounts } = prepare(input);
  const disclosures = accounts.map(disclosureOf);
  // Sorted by digest, the order tells nothing about the accounts (RFC 9901 section 9.7 warns of the like).
  const digests = disclosures.map((text) => disclosureDigest(text)).sort();
  const token = await sign(key, STATEMENT_TYP['sd-jwt'], {
    ...claims,
    _sd_alg: 'sha-256',
    also_known_as: digests.map((digest) => ({ '...': digest })),
  });
  const full = await checked(joinPresentation(token, disclosures), input.now);
  const presentations = new Map(
    accounts.map((uri, index) => [uri, joinPresentation(token, [disclosures[index] as string])]),
  );
  return { full, bare: joinPresentation(token, []), presentations };
}

/** The canonical URI that a statement names; one that the catalogue does not read stands as it was given. */
export function canonicalUri(text: string): string {
  return recogniseAccount(text).uri;
}

/** What a person types may hold letters that a document may not: it is signed as A-labels and percent-encoded. */
function subjectOf(text: string): string {
  const mimi = parseMimiUri(text, { userInput: true });
  return mimi.ok ? mimi.uri : text;
}

interface Prepared {
  readonly key: SigningKey;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly accounts: readonly string[];
}

function prepare(input: StatementInput): Prepared {
  const key = checkSigningKey(input.key);
  if (!key.ok) throw new StatementInputError(key.message, 'key');
  const sub = checkSubject(subjectOf(input.sub));
  if (!sub.ok) throw new StatementInputError(sub.message, 'sub');
  const bound = key.value.jwk.sub;
  if (bound !== undefined && bound !== sub.value) {
    throw new StatementInputError(
      `this key speaks for ${bound}; another subject needs a key of its own`,
      'key',
    );
  }
  const accounts = [...new Set(input.accounts.map(canonicalUri))];
  if (accounts.length > MAX_ACCOUNTS)
    throw new StatementInputError(`more than ${MAX_ACCOUNTS} accounts`, 'accounts');
  return { key: key.value, claims: claimsOf(input, key.value, sub.value, accounts), accounts };
}

function claimsOf(
  input: StatementInput,
  key: SigningKey,
  sub: string,
  accounts: readonly string[],
): Readonly<Record<string, unknown>> {
  const days = input.days ?? DEFAULT_DAYS;
  if (!(Number.isInteger(days) && days >= 1 && days * 86_400 <= MAX_LIFETIME_SECONDS)) {
    throw new StatementInputError('the days it holds are an integer from 1 to 400', 'days');
  }
  const iat = Math.floor(input.now.getTime() / 1000);
  const seq = input.seq ?? iat;
  if (!(Number.isSafeInteger(seq) && seq >= 1 && seq <= iat)) {
    throw new StatementInputError(`seq is an integer from 1 to ${iat}, the time in seconds`, 'seq');
  }
  const own = key.public.thumbprint;
  const revoked = [...new Set((input.revoked ?? []).map((uri) => (uri === own ? own : canonicalUri(uri))))];
  const both = accounts.find((uri) => revoked.includes(uri));
  if (both !== undefined) throw new StatementInputError(`${both} is both named and revoked`, 'revoked');
  return {
    iss: own,
    sub,
    cnf: { jwk: key.public.jwk },
    iat,
    exp: iat + days * 86_400,
    seq,
    ...(input.prev === undefined ? {} : { prev: input.prev }),
    ...(input.keys?.length ? { keys: input.keys.map(statedKey) } : {}),
    ...(revoked.length > 0 ? { revoked } : {}),
  };
}

function statedKey(key: NonNullable<StatementInput['keys']>[number]): object {
  const half = publicHalf(key.jwk as Readonly<Record<string, unknown>>);
  const identity = checkIdentityKey(half);
  if (key.role === 'next' && !identity.ok)
    throw new StatementInputError(`next key: ${identity.message}`, 'keys');
  const jwk = identity.ok ? identity.value.jwk : half;
  return { jwk, role: key.role, ...(key.id === undefined ? {} : { id: key.id }) };
}

function disclosureOf(uri: string): string {
  const salt = randomBytes(SALT_BYTES).toString('base64url');
  return Buffer.from(JSON.stringify([salt, uri]), 'utf8').toString('base64url');
}

async function sign(key: SigningKey, typ: string, payload: object): Promise<string> {
  try {
    const signer = new CompactSign(new TextEncoder().encode(JSON.stringify(payload)));
    const header = { typ, alg: key.algorithm, kid: key.public.thumbprint };
    return await signer.setProtectedHeader(header).sign(await importSigningKey(key));
  } catch (cause) {
    throw new StatementInputError('the private key ("d") does not fit its public half', 'key', { cause });
  }
}

/** Nothing leaves that we would refuse ourselves, be it for a wrong `prev` or a `d` of another key. */
async function checked(text: string, now: Date): Promise<string> {
  const result = await verifyStatement(text, { now });
  if (!result.ok) throw new StatementInputError(result.message);
  return text;
}
