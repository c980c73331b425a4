/** What can be said of a signed claim (contract section 4). Closed list. */
export const CLAIM_STATUSES = [
  'verified',
  'broken',
  'expired',
  'not-yet-valid',
  'revoked',
  'unverifiable', // its issuer's key could not be had
  'unsupported', // nothing here reads it yet; neither good nor bad
] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** One claim found in a document. */
export interface Claim {
  /** `jwt`, `sd-jwt`, `jws` (a payload that is no JSON), `proof-token`, `crossproof-report` (a server's signed report). */
  readonly container: string;
  /** The media type its `typ` stands for, or null. */
  readonly type: string | null;
  readonly status: ClaimStatus;
  /** One sentence for a person. */
  readonly reason: string;
  readonly issuer: string | null;
  readonly subject: string | null;
  /** Thumbprint URIs: the key that signed first, then those the claim states. */
  readonly keys: readonly string[];
  /** Canonical URIs of the accounts it names. */
  readonly accounts: readonly string[];
  /** ISO times, or null. */
  readonly issuedAt: string | null;
  readonly expiresAt: string | null;
  /** Where in the document: `whole document`, `line 3`, or a JSON pointer. */
  readonly where: string;
  /** Of a `crossproof-report`. */
  readonly report?: SignedConclusion;
}

/** What a server's signed report concludes, as it stands there: null where it does not say. */
export interface SignedConclusion {
  readonly verdict: string | null;
  /** ISO time. */
  readonly generatedAt: string | null;
  readonly accounts: readonly { readonly account: string; readonly state: string | null }[];
  /** Further accounts: those that it says it leaves out, as a badge does, and those beyond what is looked at. */
  readonly omitted: number;
}

/** A claim of which nothing is known yet but its kind, for the readers to fill. */
export function emptyClaim(container: string, where: string): Omit<Claim, 'status' | 'reason'> {
  return {
    container,
    type: null,
    issuer: null,
    subject: null,
    keys: [],
    accounts: [],
    issuedAt: null,
    expiresAt: null,
    where,
  };
}

/** ISO time of a NumericDate; null for what is none, or beyond the dates that JavaScript has. */
export function isoTime(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !(Math.abs(seconds) <= 8_640_000_000_000)) return null;
  return new Date(seconds * 1000).toISOString();
}
