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
  /** Something was found, and another place could not be read: nobody may conclude from what was not found. */
  readonly partly: boolean;
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
  /** Operators that showed it in this verification; pages on which anybody may write are left out. */
  readonly shownAt: ReadonlySet<string>;
  /** The subject's own provider showed it, in its own document, in this verification. */
  readonly atProvider: boolean;
  /** It came from the history alone. */
  readonly remembered: boolean;
  /** The history holds it, whether or not somebody shows it today. */
  readonly inHistory: boolean;
  /** Another valid statement of this key has the same seq: neither leads, and neither supports. */
  readonly equivocal: boolean;
}

/** The store saw an account support a key in `consistent` verifications. */
export interface RememberedSupport {
  readonly key: string;
  /** Milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly accountId?: string;
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
  /** Earliest `iat` of its statements that name an account, in seconds, by canonical URI. */
  readonly firstNamed: ReadonlyMap<string, number>;
  /** The store has seen a newer statement of it than any that was found today. */
  readonly rolledBack: boolean;
  /** Its history entries, of all its keys. */
  /** As given, with account URIs, keys and operators in their canonical spelling. */
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
  /** That very statement names the account; for a token, a statement of its key does. */
  readonly namedByIt: boolean;
  readonly equivocal: boolean;
  /** The key that was shown. */
  readonly key: string;
  /** The statement that was shown; null for a token. */
  readonly digest: string | null;
}

export interface Graph {
  readonly subject: Vertex;
  readonly now: Date;
  /** Every account named, given, observed or remembered, the subject first, then by URI. */
  readonly views: readonly AccountView[];
  readonly viewOf: ReadonlyMap<string, AccountView>;
  /** Distinct statements for the subject, shown or remembered. */
  readonly known: readonly KnownStatement[];
  readonly lineages: readonly Lineage[];
  /** By key, heads and predecessors alike. */
  readonly lineageOf: ReadonlyMap<string, Lineage>;
  /** Lineages whose support counts: one that only DNS without DNSSEC shows opens no contest. */
  readonly contesting: ReadonlySet<Lineage>;
  /** Lineages whose leading statement names an account, by canonical URI. */
  readonly namedBy: ReadonlyMap<string, readonly Lineage[]>;
  readonly supports: ReadonlyMap<string, readonly Support[]>;
  /** Claims for the subject, by account; expired statements and ended keys show nothing. */
  readonly shown: ReadonlyMap<string, readonly Shown[]>;
  /** Accounts with a token of a key that was not seen. */
  readonly unknownTokens: ReadonlySet<string>;
  /** Keys with valid statements for two subjects. */
  readonly foreignKeys: ReadonlySet<string>;
  /** Accounts that show a statement or a token of a key that its owner has ended. */
  readonly showsEnded: ReadonlySet<string>;
  /** Keys of which two different valid statements have one seq, or two different continuations. */
  readonly equivocating: ReadonlySet<string>;
  readonly endedKeys: ReadonlySet<string>;
  readonly given: ReadonlySet<string>;
  readonly pins: ReadonlySet<string>;
  /** As given, with account URIs, keys and operators in their canonical spelling. */
  readonly history: readonly HistoryKey[];
  /** What the history says of each account, by canonical URI. */
  readonly remembered: ReadonlyMap<string, readonly RememberedSupport[]>;
}
