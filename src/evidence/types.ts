import type { FetchOutcome, UnreachableReason } from '../fetch/types.js';

/** A claim found in a place of an account, with the place it was found in. */
export interface Find {
  readonly kind: 'statement' | 'token';
  /** The compact JWS, the SD-JWT with its disclosures, or the whole proof token. */
  readonly text: string;
  readonly container: 'jwt' | 'sd-jwt' | 'proof-token';
  /** In words: `profile bio`, `well-known document`, `DNS TXT record` … */
  readonly where: string;
  readonly url: string;
  /** base64url SHA-256 of the document it stood in. */
  readonly digest: string;
  /** The operator that served it, where that is not the account's own (a pointer was followed). */
  readonly servedBy?: string;
  /**
   * `unattributed`: nobody knows whose text it is (body of a page without a catalogue entry): state, but evidence 0 and no contest.
   * `unauthenticated`: DNS without DNSSEC: it supports, and never opens a contest.
   */
  readonly strength?: 'unattributed' | 'unauthenticated';
  /** From the document of a host where users own paths: it says nothing for an account that its statement does not name. */
  readonly hostWide?: boolean;
}

/** What reading one place gave. */
export interface PlaceRecord {
  readonly where: string;
  readonly url: string;
  readonly outcome: FetchOutcome;
  readonly reason?: UnreachableReason;
  readonly detail?: string;
  readonly digest?: string;
  readonly fetchedAt: string;
}

/** Everything one account showed (profile section 2): all of its places, read or not. */
export interface AccountReading {
  /** Canonical URI. */
  readonly account: string;
  readonly outcome: FetchOutcome;
  /** For unreachable: of the first mandatory place that failed. */
  readonly reason?: UnreachableReason;
  readonly detail?: string;
  readonly finds: readonly Find[];
  readonly places: readonly PlaceRecord[];
  /** The service's persistent id of the account, where it tells. */
  readonly accountId?: string;
  /** When the service says the account was made, ISO. */
  readonly createdAt?: string;
  readonly fetchedAt: string;
  /** Requests made, for the limits of scoring section 3. */
  readonly requests: number;
}

/** One element of `observations` in an evidence file (contract section 3). */
export interface Observation {
  readonly account: string;
  readonly at: string;
  readonly perspective?: string;
  readonly outcome: FetchOutcome;
  readonly statements?: readonly string[];
  readonly tokens?: readonly string[];
  readonly servedBy?: string;
  readonly strength?: 'unattributed' | 'unauthenticated';
  readonly hostWide?: boolean;
  readonly accountId?: string;
  readonly createdAt?: string;
  readonly reason?: string;
  readonly detail?: string;
  /** Places behind `statements` and `tokens`, for the report's `found`. */
  readonly found?: readonly {
    where: string;
    container: string;
    url: string;
    digest: string;
    servedBy?: string;
  }[];
}

export interface HistorySupport {
  readonly account: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly accountId?: string;
}

/** A key that was `consistent` for this subject in this store. */
export interface HistoryKey {
  readonly key: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly operators?: readonly string[];
  readonly seq?: number;
  readonly anchoredUntil?: string;
  readonly statements?: readonly string[];
  /** Operators that showed a statement, by its digest; without it, `operators` stands for all of them. */
  readonly shown?: Readonly<Record<string, readonly string[]>>;
  readonly supports?: readonly HistorySupport[];
}

/** What a crawl saw, without what it concluded: input of `score`, and what the store keeps. */
export interface Evidence {
  readonly subject: string;
  readonly now: string;
  readonly pins?: readonly string[];
  readonly given?: readonly string[];
  readonly observations: readonly Observation[];
  readonly history?: readonly HistoryKey[];
  readonly operators?: Readonly<Record<string, { readonly compromise: number }>>;
  /** A key that the provider and every readable account with standing have shown alone since then (discontinuity). */
  readonly succession?: { readonly key: string; readonly since: string };
}
