import { verify as verifySubject } from './crawl/index.js';
import { checkEvidence } from './evidence/schema.js';
import type { Evidence } from './evidence/types.js';
import { createFetcher, DEFAULT_FETCH_SETTINGS, type FetchSettings } from './fetch/index.js';
import { parseIdentifier, subjectOf } from './identifier/index.js';
import { reportOf } from './report/build.js';
import type { Report } from './report/types.js';
import { openStore } from './store/open-store.js';
import { type Inspection, inspectDocument } from './verify/inspect/inspect-document.js';

export type { Evidence, Observation } from './evidence/types.js';
export type { FetchSettings } from './fetch/index.js';
export { parseIdentifier } from './identifier/index.js';
export type { Identifier, Kind, Scheme } from './identifier/types.js';
export type { Alert, AlertCode, Report, ReportAccount } from './report/types.js';
export { StoreError, type StoreErrorCode } from './store/store-error.js';
export {
  generateIdentityKey,
  proofToken,
  type StatementInput,
  StatementInputError,
  signStatement,
  statementDigest,
  thumbprintUri,
} from './verify/index.js';
export type { Inspection } from './verify/inspect/inspect-document.js';

/** The argument of a call cannot be used: a subject that is none, an evidence file of another shape. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'invalid-input';
}

export interface VerifyOptions {
  /** Accounts that the reader believes are the user's, as URIs. */
  readonly accounts?: readonly string[];
  /** Thumbprints of keys that the reader trusts for this user. */
  readonly pins?: readonly string[];
  /** Chance that an operator lies, as the reader believes: 0.001 to 0.5, by operator. */
  readonly operators?: Evidence['operators'];
  /** File of a store; without one nothing is kept and every look is a first look. */
  readonly store?: string;
  readonly fetch?: Partial<FetchSettings>;
  readonly signal?: AbortSignal;
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

/**
 * Crawls from a user's MIMI URI (or what maps to one), verifies and scores what her accounts say.
 * @throws InputError for a subject that is none; StoreError where the store fails. Strangers' failures are in the report.
 * @example const report = await verify('mimi://a.example/u/alice', { accounts: ['https://github.com/alice'] })
 */
export async function verify(subject: string, options: VerifyOptions = {}): Promise<Report> {
  const { accounts, pins, operators, signal, now = () => new Date() } = options;
  const uri = subjectUri(subject);
  const clock = { now };
  const store = options.store === undefined ? undefined : await openStore(options.store);
  const cache = store?.responseCache({ subject: uri });
  const fetcher = createFetcher(
    { ...DEFAULT_FETCH_SETTINGS, ...options.fetch },
    { clock, ...(cache ? { cache } : {}) },
  );
  try {
    const result = await verifySubject(uri, {
      fetcher,
      clock,
      ...(accounts ? { given: accounts } : {}),
      ...(pins ? { pins } : {}),
      ...(operators ? { operators } : {}),
      ...(signal ? { signal } : {}),
      ...(store ? { store } : {}),
    });
    return result.report;
  } finally {
    await fetcher.close();
    await store?.close();
  }
}

/**
 * The report from evidence (what a crawl saw); nothing is fetched.
 * @throws InputError where the evidence has another shape
 */
export async function score(evidence: unknown): Promise<Report> {
  const checked = checkEvidence(evidence);
  if (!checked.ok) throw new InputError(checked.message);
  return reportOf({ ...checked.evidence, subject: subjectUri(checked.evidence.subject) });
}

/** Finds and verifies every signed claim in a document. */
export function inspect(
  document: string | Uint8Array,
  options: { readonly now?: Date; readonly mediaType?: string } = {},
): Promise<Inspection> {
  const { now = new Date(), mediaType } = options;
  return inspectDocument(document, { now, ...(mediaType === undefined ? {} : { mediaType }) });
}

function subjectUri(text: string): string {
  const subject = subjectOf(parseIdentifier(text));
  if (!subject.ok) throw new InputError(subject.message);
  return subject.uri;
}
