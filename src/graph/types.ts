import type { HistoryKey, Observation } from '../evidence/types.js';
import type { FetchOutcome } from '../fetch/types.js';
import type { Refusal, Statement } from '../verify/types.js';

/** State of one account, profile section 4; the order is the order of precedence. */
export const ACCOUNT_STATES = [
  'revoked',
  'conflicting',
  'consistent',
  'stale',
  'unclaimed',
  'foreign',
  'expired',
  'invalid',
  'unreachable',
  're-registered',
  'one-way',
  'silent',
] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** An account as the graph knows it: who would have to be held to make it lie. */
export interface Vertex {
  readonly uri: string;
  readonly service: string;
  readonly operator: string;
  readonly selfHosted: boolean;
  /** Nothing in the catalogue reads it. */
  readonly unsupported: boolean;
}

/** How a claim came to stand at an account. */
export interface Showing {
  /** The operator that served it, when a pointer was followed; null: the account itself. */
  readonly via: string | null;
  readonly strength: 'full' | 'unattributed' | 'unauthenticated';
  readonly hostWide: boolean;
}

/** Everything one account showed, all of its observations together. */
export interface AccountView {
  readonly vertex: Vertex;
  readonly outcome: FetchOutcome | 'not-asked';
  readonly reason: string | null;
  readonly detail: string | null;
  /** Signature and claims hold (expired ones among them), for whatever subject. */
  readonly statements: readonly (Showing & { readonly statement: Statement })[];
  readonly invalid: readonly (Showing & { readonly refusal: Refusal; readonly message: string })[];
  readonly tokens: readonly (Showing & { readonly text: string })[];
  readonly accountIds: readonly string[];
  readonly createdAt: string | null;
  readonly fetchedAt: string | null;
  readonly found: NonNullable<Observation['found']>;
  /** What differs between perspectives, if several looked: claims shown to some only. */
  readonly perspectivesDisagree: boolean;
}

/** One statement (one signing input) for the subject, wherever it was seen: disclosures are united. */
export interface KnownStatement {
  readonly statement: Statement;
  /** Canonical URIs it names, the subject among them. */
  readonly names: ReadonlySet<string>;
  /** Named only by disclosures that stood elsewhere than at the subject's own provider. */
  readonly privately: ReadonlySet<string>;
  /** Spellings of an account in the statement (a token counts over these too), by canonical URI. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  /** Operators that showed it in this verification. */
  readonly shownAt: ReadonlySet<string>;
  /** The subject's own provider showed it in this verification. */
  readonly atProvider: boolean;
  /** It came from the history alone. */
  readonly remembered: boolean;
}

/** A key and its continuations (profile section 1, "ending and changing keys"). */
export interface Lineage {
  /** Thumbprint URIs, oldest first; the last one is the head. */
  readonly keys: readonly string[];
  readonly head: string;
  /** The head was ended by its owner. */
  readonly ended: boolean;
  /** The statement that counts; null when none of the head is valid today. */
  readonly leading: KnownStatement | null;
  /** All known statements of its keys for this subject. */
  readonly statements: readonly KnownStatement[];
  /** The store holds a higher seq than any of the head's found today. */
  readonly rolledBack: boolean;
  /** Its history entries, of all its keys. */
  readonly history: readonly HistoryKey[];
}

/** One account's support for one lineage, as the score counts it. */
export interface Support {
  readonly lineage: Lineage;
  /** null: at the account's own operator. */
  readonly via: string | null;
  /** `unattributed` gives a state and no weight; `unauthenticated` never opens a contest. */
  readonly strength: Showing['strength'];
  /** Shown: the leading statement or the head's token; else an older one of the lineage. */
  readonly current: boolean;
}

/** What one account shows of one lineage, whether or not the lineage names the account. */
export interface Shown extends Showing {
  readonly lineage: Lineage;
  /** The leading statement or a token of the head. */
  readonly current: boolean;
  /** For a statement: that very statement names the account. A token always stands for its account. */
  readonly namedByIt: boolean;
}

export interface Graph {
  readonly subject: Vertex;
  readonly now: Date;
  /** Every account named, given, observed or remembered, the subject first, then by URI. */
  readonly views: readonly AccountView[];
  readonly lineages: readonly Lineage[];
  readonly supports: ReadonlyMap<string, readonly Support[]>;
  /** Claims for the subject, by account; expired statements and ended keys show nothing. */
  readonly shown: ReadonlyMap<string, readonly Shown[]>;
  /** Accounts with a token of a key that was not seen. */
  readonly unknownTokens: ReadonlySet<string>;
  /** Keys with valid statements for two subjects. */
  readonly foreignKeys: ReadonlySet<string>;
  /** Keys of which two different valid statements have one seq, or two different continuations. */
  readonly equivocating: ReadonlySet<string>;
  readonly endedKeys: ReadonlySet<string>;
  readonly given: ReadonlySet<string>;
  readonly pins: ReadonlySet<string>;
  readonly history: readonly HistoryKey[];
}
