/**
 * What `crossproof id` says of an identifier (contract section 4).
 * Kinds are those of draft-mahy-mimi-identity-03, table 3.
 */
export type Scheme =
  | 'mimi'
  | 'xmpp'
  | 'sip'
  | 'irc'
  | 'wire'
  | 'acct'
  | 'mailto'
  | 'handle'
  | 'matrix'
  | 'did'
  | 'dns'
  | 'https'
  | 'nostr'
  | 'atproto'
  | 'openpgp4fpr'
  | 'aspe'
  | 'address';

export type Kind = 'provider' | 'user' | 'pseudonym' | 'client' | 'room' | 'group' | 'team';

/** Closed list; a warning never makes an identifier invalid. */
export type IdentifierWarning = 'homograph' | 'not-resolvable' | 'userinfo' | 'mixed-script' | 'display-form';

export interface ValidIdentifier {
  readonly input: string;
  readonly valid: true;
  readonly scheme: Scheme;
  readonly kind: Kind;
  /** The one spelling that equal identifiers share. */
  readonly normalized: string;
  /** The MIMI URI, or null where the draft gives no way. */
  readonly mimi: string | null;
  /** Native spellings that the MIMI URI maps back to, by scheme. */
  readonly forms: Readonly<Record<string, string>>;
  readonly warnings: readonly IdentifierWarning[];
}

export interface InvalidIdentifier {
  readonly input: string;
  readonly valid: false;
  readonly error: 'invalid-identifier';
  /** One sentence for a person. */
  readonly message: string;
}

export type Identifier = ValidIdentifier | InvalidIdentifier;
