/**
 * An account URI after normalisation (profile section 3), mapped by the catalogue to the one
 * canonical URI that reports use.
 */
export interface Account {
  /** Canonical URI: reports, comparison and evidence use this one. */
  readonly uri: string;
  /** The URI as normalised by section 3 alone; a proof token counts over this spelling or over `uri`. */
  readonly normalized: string;
  /** Catalogue id (`github`, `fediverse`, `mimi`, `website`, `dns`, `bluesky` …). */
  readonly service: string;
  /** The operator that has to be held to make the account lie (scoring section 2). */
  readonly operator: string;
  /** False where `operator` is a row of the table of platforms. */
  readonly selfHosted: boolean;
  /** Names captured by the entry's pattern, decoded, e.g. `{ user: 'alice' }`. */
  readonly params: Readonly<Record<string, string>>;
}

/** Named by a statement or a caller, but nothing in the catalogue can read it. Never fetched. */
export interface UnsupportedAccount {
  readonly unsupported: true;
  /** The text, normalised as far as its scheme's rules are known, else as it stood. */
  readonly uri: string;
  readonly reason: string;
}

export type Recognised = Account | UnsupportedAccount;
