import { isIPv6 } from 'node:net';
import { normalizeHost } from './host.js';
import { MAX_HOST_INPUT, MAX_JID_PART_OCTETS } from './limits.js';
import { opaqueString, usernameCaseMapped } from './precis.js';
import { octets } from './text.js';

/** The parts of a JID after enforcement (RFC 7622); `null` where a part is not there. */
export interface Jid {
  readonly local: string | null;
  /** A-labels in lower case, or an IP address (IPv6 in brackets). */
  readonly domain: string;
  /** The domain is no DNS name: an IP address, or one label longer than DNS allows. */
  readonly unroutable: boolean;
  readonly resource: string | null;
}

export type JidResult =
  | { readonly ok: true; readonly jid: Jid }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): JidResult => ({ ok: false, message });

/** Not in a localpart although IdentifierClass has them (RFC 7622 section 3.3.1). */
const LOCAL_FORBIDDEN = /["&'/:<>@]/;

/**
 * Splits and enforces a JID by RFC 7622's grammar alone: the resource begins after the first `/`, the
 * localpart ends at the first `@` of what stands before it (section 3.1).
 */
export function parseJid(text: string): JidResult {
  const slash = text.indexOf('/');
  const bare = slash === -1 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  const local = at === -1 ? null : enforceLocalpart(bare.slice(0, at));
  if (local !== null && !local.ok) return refuse(`the localpart is refused: ${local.message}`);
  const domain = enforceDomain(bare.slice(at + 1));
  if (!domain.ok) return domain;
  const resource = slash === -1 ? null : enforceResource(text.slice(slash + 1));
  if (resource !== null && !resource.ok) return refuse(`the resource is refused: ${resource.message}`);
  return {
    ok: true,
    jid: {
      local: local?.text ?? null,
      domain: domain.domain,
      unroutable: domain.unroutable,
      resource: resource?.text ?? null,
    },
  };
}

type Part = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A localpart after UsernameCaseMapped and the further exclusions of RFC 7622 section 3.3. */
export function enforceLocalpart(text: string): Part {
  if (text.length > MAX_JID_PART_OCTETS)
    return { ok: false, message: `it is longer than ${MAX_JID_PART_OCTETS} octets` };
  const enforced = usernameCaseMapped(text);
  if (!enforced.ok) return enforced;
  const odd = LOCAL_FORBIDDEN.exec(enforced.text);
  if (odd !== null)
    return { ok: false, message: `"${odd[0]}" may not stand there (XEP-0106 tells how to escape it)` };
  return limit(enforced);
}

function enforceResource(text: string): Part {
  if (text.length > MAX_JID_PART_OCTETS)
    return { ok: false, message: `it is longer than ${MAX_JID_PART_OCTETS} octets` };
  const enforced = opaqueString(text);
  return enforced.ok ? limit(enforced) : enforced;
}

function limit(part: { readonly ok: true; readonly text: string }): Part {
  if (octets(part.text) <= MAX_JID_PART_OCTETS) return part;
  return { ok: false, message: `it is longer than ${MAX_JID_PART_OCTETS} octets` };
}

type Domain =
  | { readonly ok: true; readonly domain: string; readonly unroutable: boolean }
  | { readonly ok: false; readonly message: string };

/** RFC 7622 section 3.2: a name, an IPv4 address, or an IPv6 address in brackets. */
function enforceDomain(text: string): Domain {
  if (text.length > MAX_HOST_INPUT) return { ok: false, message: 'its domain is too long' };
  const literal = /^\[([0-9A-Fa-f:.]+)\]$/.exec(text)?.[1];
  if (literal !== undefined) {
    if (!isIPv6(literal)) return { ok: false, message: 'its domain is not a valid IPv6 address' };
    return { ok: true, domain: new URL(`http://[${literal}]/`).hostname, unroutable: true };
  }
  if (/^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text)) {
    return { ok: true, domain: text, unroutable: true };
  }
  const host = normalizeHost(text);
  if (host.ok) return { ok: true, domain: host.host, unroutable: false };
  // The grammar of section 3.2 counts octets of the whole domainpart only: a name without dots may be local.
  if (
    /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(text) &&
    text.length <= MAX_JID_PART_OCTETS &&
    text.length > 63
  ) {
    return { ok: true, domain: text.toLowerCase(), unroutable: true };
  }
  return host;
}

/** The JID as it is written. */
export function formatJid(jid: Pick<Jid, 'local' | 'domain' | 'resource'>): string {
  const local = jid.local === null ? '' : `${jid.local}@`;
  const resource = jid.resource === null ? '' : `/${jid.resource}`;
  return `${local}${jid.domain}${resource}`;
}

/** The ten characters of XEP-0106 table 1 and their escapes, which are lower-case hex only. */
const ESCAPES: ReadonlyMap<string, string> = new Map(
  [...' "&\'/:<>@\\'].map((one) => [one, `\\${one.charCodeAt(0).toString(16).padStart(2, '0')}`]),
);
const ESCAPED = /\\(?:20|22|26|27|2f|3a|3c|3e|40|5c)/g;

/**
 * Escapes a foreign name to a localpart (XEP-0106 section 4.2): a backslash only where it would read as an
 * escape, every other character of the table always. Null for a name that begins or ends with a space.
 */
export function escapeLocalpart(text: string): string | null {
  if (text.startsWith(' ') || text.endsWith(' ')) return null;
  return text
    .replace(ESCAPED, (sequence) => `\\5c${sequence.slice(1)}`)
    .replace(/[ "&'/:<>@]/g, (one) => ESCAPES.get(one) ?? one);
}

/** The reverse of `escapeLocalpart`, for showing to people and for gateways; never to be compared or sent. */
export function unescapeLocalpart(local: string): string {
  return local.replace(ESCAPED, (sequence) => String.fromCharCode(Number.parseInt(sequence.slice(1), 16)));
}
