import type { Scheme } from './types.js';

/** Every scheme that an identifier can be read by, in the order of contract section 4. */
export const SCHEMES = [
  'mimi',
  'xmpp',
  'sip',
  'irc',
  'wire',
  'acct',
  'mailto',
  'handle',
  'matrix',
  'did',
  'dns',
  'https',
  'nostr',
  'atproto',
  'openpgp4fpr',
  'aspe',
  'address',
] as const satisfies readonly Scheme[];
