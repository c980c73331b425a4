import { parseIdentifier, subjectOf } from '../../identifier/index.js';
import { withoutAfter, withoutBefore } from '../surroundings.js';

/** What a person has put into the search field. */
export type Pasted =
  | { readonly ok: true; readonly subject: string }
  | {
      readonly ok: false;
      /** `https user`: what it was taken for; null: for nothing. */
      readonly understood: string | null;
      /** One sentence. */
      readonly message: string;
    };

/** Pages and badges of a server like this one: whoever pastes their address means whom they are about. */
const OWN_PAGE =
  /^https?:\/\/[^/?#]+\/(?:i|badge)\/(mimi:\/\/[^?#]+?|[^/?#]+?)(?:\.svg|\.json)?(?:[?#].*)?$/i;

/** Finds the subject in whatever is pasted: an identifier of any scheme, or the address of a page about one. Pure. */
export function readPasted(text: string): Pasted {
  const identifier = parseIdentifier(unwrapped(text));
  const subject = subjectOf(identifier);
  if (subject.ok) return { ok: true, subject: subject.uri };
  const understood = identifier.valid ? `${identifier.scheme} ${identifier.kind}` : null;
  return { ok: false, understood, message: subject.message };
}

/** A parenthesis that was opened within it is part of it, as is the `)` of a user named `a(b)`. */
function withoutSurroundings(text: string): string {
  const start = withoutBefore(text);
  const bare = withoutAfter(start);
  const isOpen = bare.lastIndexOf('(') > bare.lastIndexOf(')');
  return isOpen && start.startsWith(')', bare.length) ? `${bare})` : bare;
}

function unwrapped(text: string): string {
  const bare = withoutSurroundings(text);
  const own = OWN_PAGE.exec(bare)?.[1];
  if (own === undefined) return bare;
  if (own.includes('/')) return own;
  try {
    return decodeURIComponent(own);
  } catch {
    return bare;
  }
}
