import { signaturesOfJson } from '../formats/jws-json.js';
import { parseJws } from '../jws.js';
import type { PublicKey } from '../keys/public-key.js';
import { splitPresentation } from '../presentation.js';
import { proofToken } from '../proof-token.js';
import type { JsonObject } from '../result.js';
import { verifyStatement } from '../statement.js';
import { mediaTypeOfTyp, statementForm } from '../typ.js';
import type { Statement } from '../types.js';
import { type Claim, type ClaimStatus, emptyClaim, isoTime } from './claim.js';
import { inspectJwt } from './jwt.js';
import { documentText, type Located, locateClaims } from './locate.js';
import { type Surroundings, surroundingsOf, withReport } from './signed-report.js';

/** What an inspection may use beside the document itself. */
export interface InspectOptions {
  readonly now: Date;
  /** As the server said it, lower case and without parameters. */
  readonly mediaType?: string;
  /** Keys the reader trusts for claims that carry none. */
  readonly trustedKeys?: readonly PublicKey[];
  /** URIs the document may belong to: proof tokens are compared over them. */
  readonly accounts?: readonly string[];
}

/** Every claim found, in the order of the document. */
export interface Inspection {
  readonly claims: readonly Claim[];
  /** There were more than are looked at. */
  readonly overflow: boolean;
}

/**
 * Finds and verifies every signed claim in a document of any container that is read here. Never throws for
 * what a stranger wrote.
 * @example const { claims } = await inspectDocument(await readFile('page.html'), { now: new Date() })
 */
export async function inspectDocument(
  document: Uint8Array | string,
  options: InspectOptions,
): Promise<Inspection> {
  const text = documentText(document);
  const { located, overflow } = locateClaims(text, options.mediaType ?? '');
  const around = surroundingsOf(text, options.mediaType ?? '');
  const claims: (Claim | { readonly token: string; readonly where: string })[] = [];
  const holding: Statement[] = [];
  for (const item of located) {
    if (item.kind === 'token') claims.push({ token: item.text, where: item.where });
    else if (item.kind === 'json') claims.push(...(await inspectJson(item.object, item.where, options)));
    else claims.push(await inspectText(item, options, holding, around));
  }
  const bindings = knownBindings(holding, options);
  return {
    claims: claims.map((claim) =>
      'token' in claim ? claimOfToken(claim.token, claim.where, bindings) : claim,
    ),
    overflow,
  };
}

async function inspectText(
  item: Extract<Located, { kind: 'text' | 'token' }>,
  options: InspectOptions,
  holding: Statement[],
  around: Surroundings,
): Promise<Claim> {
  const result = await verifyStatement(item.text, { now: options.now });
  if (result.ok) {
    holding.push(result.statement);
    return claimOfStatement(result.statement, item.where);
  }
  const { token, disclosures, hasTilde } = splitPresentation(item.text);
  if (result.refusal === 'not-a-statement') {
    const trusted = options.trustedKeys ?? [];
    const claim = await inspectJwt({ token, disclosures, where: item.where, trusted, now: options.now });
    return disclosures.length > 0 ? claim : withReport(claim, token, around);
  }
  const parsed = parseJws(token);
  const type = parsed.ok ? mediaTypeOfTyp(parsed.value.header) : null;
  const status: ClaimStatus = result.refusal === 'from-the-future' ? 'not-yet-valid' : 'broken';
  const claim = emptyClaim(hasTilde ? 'sd-jwt' : 'jwt', item.where);
  return { ...claim, type, status, reason: `${result.refusal}: ${result.message}.` };
}

function claimOfStatement(statement: Statement, where: string): Claim {
  const status: ClaimStatus = statement.endsKey ? 'revoked' : statement.expired ? 'expired' : 'verified';
  return {
    ...emptyClaim(statement.form, where),
    type: `application/cross-signing+${statement.form}`,
    status,
    reason: reasonOf(statement, status),
    issuer: statement.key,
    subject: statement.sub,
    keys: [...new Set([statement.key, ...(statement.keys ?? []).map((key) => key.thumbprint)])],
    accounts: [...statement.accounts, ...statement.unsupported].map((account) => account.uri),
    issuedAt: isoTime(statement.iat),
    expiresAt: isoTime(statement.exp),
  };
}

function reasonOf(statement: Statement, status: ClaimStatus): string {
  if (status === 'revoked') return 'Its signer ended the key with it.';
  if (status === 'expired') return 'Signature and claims hold, but its time is over.';
  const { hidden } = statement;
  if (hidden === 0) return 'Signature and claims hold.';
  return `Signature and claims hold; it hides ${hidden} more account${hidden === 1 ? '' : 's'}.`;
}

async function inspectJson(object: JsonObject, where: string, options: InspectOptions): Promise<Claim[]> {
  const signatures = signaturesOfJson(object);
  if (!signatures.ok) {
    return [{ ...emptyClaim('jws', where), status: 'broken', reason: `${signatures.message}.` }];
  }
  const trusted = options.trustedKeys ?? [];
  return Promise.all(
    signatures.value.map(async ({ compact: token, disclosures }) => {
      const claim = await inspectJwt({ token, disclosures, where, trusted, now: options.now });
      const parsed = parseJws(token);
      if (!parsed.ok || statementForm(parsed.value.header) === null) return claim;
      return { ...claim, status: 'broken', reason: 'A statement is a compact JWS, not one in JSON form.' };
    }),
  );
}

interface Binding {
  readonly key: string;
  readonly account: string;
}

/** A token holds no key and no account: only who knows both can tell whose it is. */
function claimOfToken(token: string, where: string, bindings: ReadonlyMap<string, Binding>): Claim {
  const claim = emptyClaim('proof-token', where);
  const binding = bindings.get(token);
  if (!binding) {
    const reason = 'A proof token: checked only with the key and the account that it was made from.';
    return { ...claim, status: 'unverifiable', reason };
  }
  const { key, account } = binding;
  const reason = 'It binds this key to this account.';
  return { ...claim, status: 'verified', reason, issuer: key, keys: [key], accounts: [account] };
}

/** The token of every key and account that this inspection knows of. */
function knownBindings(holding: readonly Statement[], options: InspectOptions): ReadonlyMap<string, Binding> {
  const here = options.accounts ?? [];
  const pairs = [
    ...holding.map((statement) => ({ key: statement.key, accounts: [...here, ...namedBy(statement)] })),
    ...(options.trustedKeys ?? []).map((key) => ({ key: key.thumbprint, accounts: here })),
  ];
  return new Map(
    pairs.flatMap(({ key, accounts }) =>
      accounts.map((account) => [proofToken(key, account), { key, account }]),
    ),
  );
}

function namedBy(statement: Statement): readonly string[] {
  const spellings = Object.values(statement.spellings).flat();
  return [...spellings, statement.sub, ...statement.accounts.map((account) => account.uri)];
}
