import type { Earlier } from './earlier-statement.js';
import type { EndedVerification } from './verification.js';

type Report = NonNullable<EndedVerification['report']>;
type Account = Report['accounts'][number];

/** What a verification says of one statement: a report is about the key that leads, which may be another. */
export interface Checked {
  /** By the key of the statement; a state is empty where nothing is told of that key. */
  readonly accounts: readonly Account[];
  /** Whether the statement itself was read, and not another one of its signer. */
  readonly isSeen: boolean;
  /** What its signer has to know first; empty where all is as it should be. */
  readonly note: string;
}

const NOT_THIS_ONE =
  'What was read is another statement of yours: put this one wherever that one stands; if that one is later, begin with it.';
/** Characters that tell one key from another at a glance, as in the pictures. */
const KEY_CHARS = 12;

/** By a key that does not lead. What is not in this list says the same of every key. */
const BY_ANOTHER: Readonly<Record<string, Omit<Account, 'account'>>> = {
  consistent: { state: 'conflicting', reason: 'It shows another key than yours.' },
  stale: { state: 'conflicting', reason: 'It shows another key than yours.' },
  unclaimed: { state: '', reason: 'It shows another key than yours.' },
  conflicting: { state: '', reason: 'It does not show the key that leads: yours, or a third one.' },
  revoked: { state: '', reason: 'The key that leads says that it is hers no longer.' },
};

/** A report, as who signed that statement has to read it. */
export function checkedBy(
  statement: Pick<Earlier, 'signer' | 'exp'>,
  { accounts, identityKey, statementExpiresAt }: Report,
): Checked {
  if (identityKey === null) return { accounts, isSeen: false, note: '' };
  if (identityKey !== statement.signer) {
    const seen = accounts.map((account) => ({ ...account, ...BY_ANOTHER[account.state] }));
    return { accounts: seen, isSeen: false, note: anotherLeads(identityKey) };
  }
  // Each statement has an end of its own: no two are of one second.
  const isSeen = statementExpiresAt !== null && Date.parse(statementExpiresAt) === statement.exp * 1_000;
  return { accounts, isSeen, note: isSeen ? '' : NOT_THIS_ONE };
}

function anotherLeads(thumbprint: string): string {
  const key = thumbprint.slice(thumbprint.lastIndexOf(':') + 1).slice(0, KEY_CHARS);
  return `That is of another key than yours, ${key}…: if you signed with that one before, choose its file and your last statement above; if you did not, somebody else speaks in your name.`;
}
