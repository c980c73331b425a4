import { isIPv4, isIPv6 } from 'node:net';
import { normalizeHost } from './host.js';
import { MAX_MATRIX_OCTETS } from './limits.js';
import { percentDecode, percentEncode } from './percent.js';
import { octets, refuseUnseen } from './text.js';

export type MatrixId =
  | {
      readonly ok: true;
      readonly entity: 'user' | 'room';
      readonly sigil: '@' | '#' | '!';
      readonly local: string;
      /** The server name as the id holds it, in lower case: a host, maybe with a port. */
      readonly server: string;
      /** Null where the server name has a port or is an IP address: that is no domain of MIMI. */
      readonly host: string | null;
    }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): MatrixId => ({ ok: false, message });

/** Localpart of a user id as the Matrix specification has it now. */
const USER_LOCAL = /^[a-z0-9._=\-/+]+$/;
/** Historical user ids: printable ASCII without a colon; must be accepted where they exist. */
const HISTORICAL_LOCAL = /^[!-9;-~]+$/;

/**
 * A user id `@local:server`, a room alias `#local:server` or a room id `!opaque:server`, split at the first
 * colon, at most 255 octets. Historical user localparts are accepted as they are, never folded.
 */
export function readMatrixId(text: string): MatrixId {
  const sigil = text[0];
  if (sigil !== '@' && sigil !== '#' && sigil !== '!') return refuse('a Matrix id begins with @, # or !');
  if (octets(text) > MAX_MATRIX_OCTETS) return refuse(`a Matrix id has at most ${MAX_MATRIX_OCTETS} octets`);
  const unseen = refuseUnseen(text);
  if (unseen !== null) return refuse(`the Matrix id is refused: ${unseen}`);
  const colon = text.indexOf(':');
  if (colon === -1) return refuse('a Matrix id has a colon before its server name');
  const local = text.slice(1, colon);
  if (local === '' || (sigil === '@' && !HISTORICAL_LOCAL.test(local)) || /\s/u.test(local)) {
    return refuse('its localpart is not one of a Matrix id');
  }
  const server = readServerName(text.slice(colon + 1));
  if (!server.ok) return refuse(server.message);
  return {
    ok: true,
    entity: sigil === '@' ? 'user' : 'room',
    sigil,
    local,
    server: server.name,
    host: server.host,
  };
}

/** The localpart follows the grammar of today, so that it is the only spelling of that user. */
export function isCompliantLocalpart(local: string): boolean {
  return USER_LOCAL.test(local);
}

type ServerName =
  | { readonly ok: true; readonly name: string; readonly host: string | null }
  | { readonly ok: false; readonly message: string };

function readServerName(text: string): ServerName {
  const [, raw = '', port] = /^(\[[0-9A-Fa-f:.]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(text) ?? [];
  const suffix = port === undefined ? '' : `:${port}`;
  const literal = /^\[(.*)\]$/.exec(raw)?.[1];
  if (literal !== undefined ? isIPv6(literal) : isIPv4(raw)) {
    return { ok: true, name: `${raw.toLowerCase()}${suffix}`, host: null };
  }
  const host = normalizeHost(raw);
  if (!host.ok) return host;
  return { ok: true, name: `${host.host}${suffix}`, host: port === undefined ? host.host : null };
}

const ENTITIES: Readonly<Record<string, '@' | '#' | '!'>> = {
  u: '@',
  user: '@',
  r: '#',
  room: '#',
  roomid: '!',
};
const LETTER = { '@': 'u', '#': 'r', '!': 'roomid' } as const;

/** A `matrix:` URI (RFC-style scheme of the Matrix specification): `matrix:u/alice:a.example`. */
export function readMatrixUri(text: string): MatrixId {
  const [, type = '', rest = ''] = /^matrix:([a-z]+)\/([^?#]*)(?:[?#].*)?$/is.exec(text) ?? [];
  const sigil = Object.hasOwn(ENTITIES, type) ? ENTITIES[type] : undefined;
  if (sigil === undefined) return refuse('a matrix URI begins with matrix:u/, matrix:r/ or matrix:roomid/');
  if (/^[^:]*:[^/]*\/./.test(rest)) return refuse('the matrix URI names an event, not somebody');
  const decoded = percentDecode(rest);
  return decoded.ok
    ? readMatrixId(`${sigil}${decoded.text}`)
    : refuse(`the matrix URI is refused: ${decoded.message}`);
}

/** pchar and "/" without ":": the first colon ends the localpart. */
const LOCAL = /[A-Za-z0-9\-._~!$&'()*+,;=@]/;

/** The `matrix:` URI of an id, as accounts are named (profile section 3). */
export function formatMatrixUri(id: { sigil: '@' | '#' | '!'; local: string; server: string }): string {
  return `matrix:${LETTER[id.sigil]}/${percentEncode(id.local, LOCAL)}:${id.server}`;
}
