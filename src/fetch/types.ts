/** Why something could not be read. Closed list: reports, evidence and retries branch on it. */
export const UNREACHABLE_REASONS = [
  'dns', // no answer, SERVFAIL, or the host does not exist
  'connect', // refused, reset before an answer, no route
  'tls', // certificate or handshake
  'timeout', // a limit of time
  'reset', // cut in the middle of an answer
  'status', // a status that is neither 2xx nor 404/410
  'rate-limited', // 429, or 503 with Retry-After
  'redirect', // a redirect that the policy forbids, a loop, or too many
  'refused-address', // the address guard
  'refused-url', // scheme, port, userinfo, IP literal, forbidden name
  'too-large', // bytes of body or header over the limit
  'limit', // another limit: accounts, requests, statements, depth, attributes, tags
  'malformed', // length, encoding, charset, JSON or HTTP that is wrong
  'robots', // robots.txt asks not to
  'needs-credential', // 401 or 403 where the protocol asks for a signature or a login
  'unsupported', // nothing in the catalogue reads it
  'cancelled', // the caller went away
] as const;
export type UnreachableReason = (typeof UNREACHABLE_REASONS)[number];

/** Reasons that may heal by themselves: worth a retry with back-off. */
export type FetchOutcome = 'read' | 'absent' | 'unreachable';

/** One hop of one attempt: evidence, written also on failure. */
export interface HopRecord {
  readonly url: string;
  /** Addresses the resolver gave, in its order. */
  readonly addresses: readonly string[];
  /** The address that was dialled, `address:port`. */
  readonly dialled?: string;
  readonly status?: number;
  readonly location?: string;
  readonly reason?: UnreachableReason;
  /** For a person: what exactly happened. Never holds text of the remote beyond 200 characters. */
  readonly detail?: string;
  readonly startedAt: string;
  readonly durationMs: number;
}

export type RedirectPolicy =
  | 'none' // any redirect is unreachable
  | 'same-origin'
  | 'same-domain' // within the registrable domain, https only
  | 'https'; // anywhere, https only

/** What one fetcher's standard asks for; they disagree (standards 3.0), so it is per location. */
export interface FetchPolicy {
  readonly redirects: RedirectPolicy;
  readonly maxRedirects: number;
  /** Bytes after decompression. */
  readonly maxBytes: number;
  /** Profile pages obey robots.txt; well-known documents and records are always read. */
  readonly robots: 'obey' | 'ignore';
}

export interface FetchRequest {
  readonly url: string;
  readonly accept: string;
  readonly policy: FetchPolicy;
}

export interface Read {
  readonly outcome: 'read';
  readonly url: string;
  /** After redirects. */
  readonly finalUrl: string;
  readonly status: number;
  /** Lower case, without parameters; '' when the answer had none. */
  readonly mediaType: string;
  /** The charset parameter, lower case, or null. */
  readonly charset: string | null;
  readonly body: Uint8Array;
  /** Response headers, lower-case names, at most MAX_HEADER_BYTES in all. */
  readonly headers: Readonly<Record<string, string>>;
  /** base64url SHA-256 of the body. */
  readonly digest: string;
  readonly fetchedAt: string;
  readonly fromCache: boolean;
  readonly hops: readonly HopRecord[];
}

export interface Absent {
  readonly outcome: 'absent';
  readonly url: string;
  readonly status: number;
  readonly fetchedAt: string;
  readonly hops: readonly HopRecord[];
}

export interface Unreachable {
  readonly outcome: 'unreachable';
  readonly url: string;
  readonly reason: UnreachableReason;
  /** One sentence for a person: what is wrong and, where known, what to do. */
  readonly detail: string;
  readonly status?: number;
  /** ISO time before which the host asked not to be asked again. */
  readonly retryAt?: string;
  readonly fetchedAt: string;
  readonly hops: readonly HopRecord[];
}

export type Reading = Read | Absent | Unreachable;

export type TxtReading =
  | {
      readonly outcome: 'read';
      readonly name: string;
      readonly records: readonly string[];
      readonly fetchedAt: string;
    }
  | { readonly outcome: 'absent'; readonly name: string; readonly fetchedAt: string }
  | {
      readonly outcome: 'unreachable';
      readonly name: string;
      readonly reason: UnreachableReason;
      readonly detail: string;
      readonly fetchedAt: string;
    };

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** In place of the fetcher's own: a process that reads for many subjects keeps their answers apart. */
  readonly cache?: ResponseCache | undefined;
}

/** The one door to the network. Never throws for what a server did; rejects for our own trouble (PolitenessError). */
export interface Fetcher {
  fetch(request: FetchRequest, options?: FetchOptions): Promise<Reading>;
  /** TXT records, the strings of each joined. NXDOMAIN and no data are absent, SERVFAIL and time-outs unreachable. */
  txt(name: string, options?: FetchOptions): Promise<TxtReading>;
  close(): Promise<void>;
}

/** A stored answer, for conditional requests. Freshness is never more than an hour, whatever it says. */
export interface CachedResponse {
  readonly url: string;
  readonly accept: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly storedAt: string;
}

/** The store gives one of these; the fetcher works without. Errors inside must not fail a reading. */
export interface ResponseCache {
  get(url: string, accept: string): Promise<CachedResponse | null>;
  put(response: CachedResponse): Promise<void>;
}

export interface Clock {
  now(): Date;
}

/** Every flag of a command that fetches (contract section 1), checked and typed. */
export interface FetchSettings {
  /** curl's --connect-to; '' or 0 match any. Such a pair alone is exempt from the address guard. */
  readonly connectTo: readonly { host1: string; port1: number; host2: string; port2: number }[];
  /** PEM, in addition to the system's roots. */
  readonly ca?: string;
  /** Milliseconds for one reading, its redirects and retries included. */
  readonly maxTimeMs: number;
  /** `address` or `address:port`; empty: the system's. */
  readonly dnsServers: readonly string[];
  /** CIDR ranges the operator named; exempt from the address guard. */
  readonly allowAddresses: readonly string[];
  readonly userAgent: string;
}
