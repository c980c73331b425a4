import { isolated } from '../design/printable.js';
import { publishInstructions, recogniseAccount } from '../services/index.js';
import type { Account } from '../services/types.js';
import { readPasted } from './front/pasted.js';
import { readPastedAccount } from './publish/pasted-account.js';
import { shellQuoted } from './shell.js';
import { profilePath } from './site.js';

/** One account, and what is to be done there. */
export interface PlannedPlace {
  /** Canonical URI: what the statement names and the token is made of. */
  readonly account: string;
  /** The service's name, for people. */
  readonly service: string;
  /** `value` has `{token}` and `{statement}` where the proof token of this account and the statement belong. */
  readonly steps: readonly { readonly where: string; readonly what: string; readonly value: string }[];
}

/** One that nothing can read: often no account at all, but whatever stood on the line. */
export interface UnreadAccount {
  readonly account: string;
  /** The same for a sentence, where it neither hides nor reorders anything. */
  readonly shown: string;
  readonly reason: string;
}

/** What a browser needs to sign a statement and to say where it belongs. No key and no secret comes near it. */
export type PublishPlan =
  | {
      readonly ok: true;
      /** Normalised MIMI URI. */
      readonly subject: string;
      /** The subject's own provider first. */
      readonly places: readonly PlannedPlace[];
      /** Nothing can read these: they are not signed. */
      readonly unsupported: readonly UnreadAccount[];
      /** Path of the subject's page. */
      readonly page: string;
      /** The same check on one's own machine. */
      readonly command: string;
    }
  | { readonly ok: false; readonly message: string };

/**
 * The plan of a person who has this identity and these accounts, each in any spelling.
 * @param accounts empty texts are none
 */
export function publishPlan(subject: string, accounts: readonly string[]): PublishPlan {
  const read = readPasted(subject);
  if (!read.ok) return { ok: false, message: read.message };
  const provider = recogniseAccount(read.subject);
  if ('unsupported' in provider) return { ok: false, message: provider.reason };
  const texts = accounts.map((text) => text.trim()).filter((text) => text !== '');
  const found = new Map(texts.map(readPastedAccount).map((one) => [one.uri, one]));
  found.delete(provider.uri);
  const readable = [...found.values()].filter((one): one is Account => !('unsupported' in one));
  return {
    ok: true,
    subject: read.subject,
    places: [provider, ...readable].map(placeOf),
    unsupported: [...found.values()].flatMap((one) =>
      'unsupported' in one ? [{ account: one.uri, shown: isolated(one.uri), reason: one.reason }] : [],
    ),
    page: profilePath(read.subject),
    command: commandFor(read.subject, readable),
  };
}

function placeOf(account: Account): PlannedPlace {
  return publishInstructions(account, { token: '{token}', statement: '{statement}' });
}

/** One account a line, for whoever copies it into a shell. */
function commandFor(subject: string, accounts: readonly Account[]): string {
  const given = accounts.map(({ uri }) => `--account ${shellQuoted(uri)}`);
  return [`crossproof verify ${shellQuoted(subject)}`, ...given].join(' \\\n    ');
}
