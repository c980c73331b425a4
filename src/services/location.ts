import type { HtmlRegions } from '../extract/types.js';
import type { RedirectPolicy, UnreachableReason } from '../fetch/types.js';
import type { Account } from './types.js';

/** What every kind of place has. */
interface Common {
  /** In words, for the report: `profile bio`, `well-known document` … */
  readonly where: string;
  /** Failing to read it does not by itself make the account unreachable: another place holds the same text. */
  readonly optional?: boolean;
}

/** Profile section 2.1. */
export interface WellKnownLocation extends Common {
  readonly kind: 'well-known';
  readonly url: string;
  /** The host has other accounts than this one. */
  readonly hostWide?: boolean;
}

/** Profile section 2.2. */
export interface PageLocation extends Common {
  readonly kind: 'page';
  readonly url: string;
  readonly regions: HtmlRegions;
  /** What the body outside of the regions is worth: `unattributed` on a page without regions, else nothing. */
  readonly body: 'unattributed' | 'ignored';
}

/** Profile section 2.4. */
export interface DnsLocation extends Common {
  readonly kind: 'dns';
  readonly name: string;
  /** The host has other accounts than this one. */
  readonly hostWide?: boolean;
}

/** A text of the owner's inside a JSON record. `*` in a path stands for every element. */
export interface TextField {
  readonly path: string;
  readonly where: string;
  /** The field holds HTML. */
  readonly html?: boolean;
}

/** Profile section 2.3, for one JSON document. */
export interface RecordLocation extends Common {
  readonly kind: 'record';
  readonly url: string;
  readonly accept: string;
  /** The record's author must be the account: else nothing in it counts. */
  readonly owner: readonly { readonly path: string; readonly equals: string }[];
  readonly texts: readonly TextField[];
  readonly accountId?: string;
  readonly createdAt?: string;
  /** Links in these texts to further records of the same owner, e.g. a gist named in a bio. */
  readonly mentions?: readonly Mention[];
  readonly statusMeans?: StatusMeans;
}

/** A kind of link that is followed: `link` is matched like an account's spelling, and fills `place`. */
export interface Mention {
  readonly link: string;
  readonly place: RecordLocation;
}

/** What a status of this service says where it is not what HTTP's generic meaning would be. */
export type StatusMeans = Readonly<Record<number, 'absent' | UnreachableReason>>;

/** A question of a step. */
export type Ask =
  | {
      readonly as: 'json' | 'text';
      readonly where: string;
      readonly url: string;
      readonly accept: string;
      readonly redirects: RedirectPolicy;
      readonly statusMeans?: StatusMeans;
    }
  | { readonly as: 'txt'; readonly where: string; readonly name: string };

/** Where a text came from. */
export interface Source {
  /** After redirects. */
  readonly url: string;
  readonly digest: string;
}

/** What came back for an ask, in the same order. */
export type Answer =
  | { readonly outcome: 'read'; readonly source: Source; readonly value: unknown }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unreachable'; readonly reason: UnreachableReason; readonly detail: string };

/** A text that the account holder alone wrote. */
export interface OwnText {
  readonly where: string;
  readonly text: string;
  readonly html?: boolean;
  readonly source: Source;
}

/** What a step made of its answers. */
export type StepResult =
  | { readonly outcome: 'absent'; readonly detail?: string }
  | { readonly outcome: 'unreachable'; readonly reason: UnreachableReason; readonly detail: string }
  | {
      readonly outcome: 'read';
      readonly texts?: readonly OwnText[];
      /** Places that become known only now. */
      readonly next?: readonly Location[];
      readonly accountId?: string;
      readonly createdAt?: string;
      /** For a person: something odd that does not change the outcome. */
      readonly detail?: string;
    };

/** Pure: what the answers say of this account, and where to go on. Hostile answers are values, never exceptions. */
export type StepReader = (answers: readonly Answer[], account: Account) => StepResult;

/** A place that is reached in several steps (WebFinger, then the actor). */
export interface StepLocation extends Common {
  readonly kind: 'step';
  readonly asks: readonly Ask[];
  readonly read: StepReader;
}

/**
 * One place to read. In a catalogue entry the URLs, names and owners are templates over the account's params, plus
 * `{uri}` (the account's URI) and `{normalized}`; discovery fills them.
 */
export type Location = WellKnownLocation | PageLocation | DnsLocation | RecordLocation | StepLocation;
