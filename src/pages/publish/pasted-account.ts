import { parseIdentifier } from '../../identifier/index.js';
import { type Recognised, recogniseAccount } from '../../services/index.js';
import { withoutAfter, withoutBefore } from '../surroundings.js';

/** `github.com/alice`, as browsers show it. */
const NO_SCHEME = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?=\/)/u;

/**
 * An account in whatever spelling people have at hand: a URI, the address of a page with or without `https://`, a handle as
 * its service shows it. Where a text could be of several services nothing is guessed: the reason says what to write. Pure.
 */
export function readPastedAccount(text: string): Recognised {
  const bare = withoutAfter(withoutBefore(text));
  const recognised = recogniseAccount(NO_SCHEME.test(bare) ? `https://${bare}` : bare);
  if (!('unsupported' in recognised)) return recognised;
  const identifier = parseIdentifier(bare);
  if (!identifier.valid) {
    const isHttp = /^http:/i.test(bare);
    return isHttp ? { ...recognised, reason: identifier.message } : recognised;
  }
  const { scheme, forms, warnings } = identifier;
  if (scheme === 'address') return { ...recognised, reason: `write @${bare} if it is in the fediverse` };
  if (warnings.includes('not-resolvable'))
    return { ...recognised, reason: 'it does not say at which service; paste the address of its page' };
  const uri = uriOf(scheme, forms);
  return uri === undefined ? recognised : recogniseAccount(uri);
}

/** The URI that stands for a spelling without a scheme. */
function uriOf(scheme: string, forms: Readonly<Record<string, string>>): string | undefined {
  if (scheme === 'handle') return forms.acct;
  if (scheme === 'atproto') return `https://bsky.app/profile/${forms.atproto}`;
  // Whoever writes the name of a host means the site there; of its zone people write `dns:HOST`.
  if (scheme === 'dns') return forms.dns?.replace(/^dns:(.*)$/, 'https://$1/');
  return undefined;
}
