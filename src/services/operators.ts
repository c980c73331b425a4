import { getDomain } from 'tldts';
import { PLATFORMS } from './platforms/index.js';

/** Who has to be held to make a host lie. */
export interface Operator {
  /** A row's name in the table of platforms, a registrable domain, or a bare key. */
  readonly operator: string;
  /** False where `operator` is a row of the table of platforms. */
  readonly selfHosted: boolean;
}

const OPERATOR_BY_DOMAIN: ReadonlyMap<string, string> = indexPlatforms();

/**
 * The operator of a host (A-label; case and a trailing dot do not matter): what the table of platforms says, else
 * the registrable domain by the ICANN section of the public suffix list alone. Under the private section every
 * customer of a shared host would be an operator, so hosts that the table does not know yet count as one.
 */
export function operatorOf(host: string): Operator {
  const name = host.toLowerCase().replace(/\.$/, '');
  for (let suffix = name; suffix !== ''; suffix = suffix.slice(afterDot(suffix))) {
    const operator = OPERATOR_BY_DOMAIN.get(suffix);
    if (operator !== undefined) return { operator, selfHosted: false };
  }
  return { operator: registrableDomain(name) ?? name, selfHosted: true };
}

/** The registrable domain by the ICANN section, or null for a public suffix, a single label or an address. */
export function registrableDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: false, validateHostname: false });
}

/**
 * The operator of a URL or account URI of any scheme of profile section 3, whether or not the catalogue reads it.
 * Identifiers that are bare keys are their own operator, self-hosted: anybody can make one.
 */
export function operatorOfAccountUri(uri: string): Operator {
  const scheme = uri.slice(0, uri.indexOf(':')).toLowerCase();
  if (scheme === 'did') return operatorOfDid(uri);
  const host = hostOfUri(scheme, uri.slice(scheme.length + 1));
  return host === null ? { operator: uri, selfHosted: true } : operatorOf(host);
}

/**
 * What passes several operators is credited to the least trusted (scoring section 2): `via` served what was found
 * for an account of `own`. Undefined where the account's own operator already is the least trusted.
 */
export function leastTrustedServer(own: Operator, via: Operator): string | undefined {
  return via.selfHosted && via.operator !== own.operator ? via.operator : undefined;
}

function operatorOfDid(did: string): Operator {
  const [, method = '', id = ''] = did.split(':');
  if (method === 'web') return operatorOf(id.replace(/%3a.*$/i, ''));
  // did:plc is what its one directory says (it can withhold or misorder, standards 3.5).
  if (method === 'plc') return operatorOf('plc.directory');
  return { operator: did, selfHosted: true };
}

/** The host that an account URI of this scheme lives on, or null where it names none. */
function hostOfUri(scheme: string, rest: string): string | null {
  if (scheme === 'https' || scheme === 'http' || scheme === 'mimi' || scheme === 'irc' || scheme === 'ircs') {
    return /^\/\/([^/?#]{1,253})/.exec(rest)?.[1] ?? null;
  }
  if (scheme === 'dns') return /^([^?#]{1,253})/.exec(rest)?.[1] ?? null;
  if (scheme === 'aspe' || scheme === 'at') return /^(?:\/\/)?([^:/]{1,253})/.exec(rest)?.[1] ?? null;
  if (scheme === 'matrix') return /:([^:/?#]{1,253})(?::\d{1,5})?(?:[/?#]|$)/.exec(rest)?.[1] ?? null;
  if (
    scheme === 'acct' ||
    scheme === 'mailto' ||
    scheme === 'xmpp' ||
    scheme === 'sip' ||
    scheme === 'sips'
  ) {
    return /@([^@/?#;:]{1,253})(?=[/?#;:]|$)/.exec(rest)?.[1] ?? null;
  }
  return null;
}

function afterDot(name: string): number {
  const dot = name.indexOf('.');
  return dot < 0 ? name.length : dot + 1;
}

function indexPlatforms(): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const [operator, ...domains] of PLATFORMS) {
    for (const domain of domains) {
      const other = index.get(domain);
      if (other !== undefined) throw new Error(`platforms: ${domain} stands under ${other} and ${operator}`);
      index.set(domain, operator);
    }
  }
  return index;
}
