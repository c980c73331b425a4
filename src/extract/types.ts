/** A claim recognised in a text, not verified. */
export interface Candidate {
  readonly kind: 'statement' | 'token';
  readonly container: 'jwt' | 'sd-jwt' | 'proof-token';
  /** Exactly the characters of the compact JWS, the SD-JWT with its disclosures, or the whole proof token. */
  readonly text: string;
}

/** Which parts of a page the account holder alone writes; everything else does not count. */
export interface HtmlRegions {
  /** CSS selectors of regions that belong to the owner. */
  readonly owner: readonly string[];
  /** CSS selectors of regions inside these where others write (comments, reactions, pinned posts of others). */
  readonly foreign?: readonly string[];
}

export interface HtmlFinds {
  /** URLs of `<link rel="cross-signing">` in head: absolute, of any scheme; as written where it is no URL. */
  readonly headLinks: readonly string[];
  /** URLs of `<a rel="cross-signing">` inside the owner's regions, likewise. */
  readonly ownerLinks: readonly string[];
  /** Contents of `<script type="application/jwt">` in head, trimmed. */
  readonly scripts: readonly string[];
  /** Visible text of each owner's region, block by block (text of different blocks is never joined into one token). */
  readonly ownerText: readonly string[];
  /** Absolute https targets of all `<a href>` inside the owner's regions. */
  readonly ownerHrefs: readonly string[];
  /** Visible text of the whole body outside the owner's regions: only for pages without a catalogue entry. */
  readonly bodyText: readonly string[];
}

export type Extraction<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly reason: 'malformed' | 'limit'; readonly message: string };
