import { normalizeHost } from './host.js';

export type WireClient =
  | {
      readonly ok: true /** Canonical, lower case. */;
      readonly user: string;
      readonly client: string;
      readonly host: string;
    }
  | { readonly ok: false; readonly message: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The dashed lower-case UUID of 22 base64url characters (16 octets, unused bits zero), or null. */
export function uuidFromBase64url(text: string): string | null {
  if (!/^[A-Za-z0-9_-]{22}$/.test(text)) return null;
  const octets = Buffer.from(text, 'base64url');
  if (octets.toString('base64url') !== text) return null;
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The 22 base64url characters of a dashed UUID, or null. */
export function base64urlFromUuid(text: string): string | null {
  return UUID.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex').toString('base64url') : null;
}

/** The user of a Wire id in its one spelling: a UUID, given dashed or in base64url. */
export function wireUser(text: string): string | null {
  return UUID.test(text) ? text.toLowerCase() : uuidFromBase64url(text);
}

/** A random UUID (RFC 9562 version 4), as Wire makes them: 22 other characters decode to one by accident only. */
export function isRandomUuid(uuid: string): boolean {
  return /^.{14}4.{4}[89ab]/.test(uuid);
}

/**
 * A qualified client id, `user/client@domain`: the user is a UUID, the client a number in hex. Also the
 * `wireapp://user!client@domain` that Wire's certificates hold.
 */
export function readWireClient(text: string): WireClient {
  const bare = text.replace(/^wireapp:(?:\/\/)?/i, '');
  const [, rawUser = '', client = '', rawHost = ''] =
    /^([A-Za-z0-9_-]{22,36})(?:\/|!|%21|:)([0-9A-Fa-f]{1,16})@([^@]*)$/.exec(bare) ?? [];
  const user = wireUser(rawUser);
  if (user === null)
    return { ok: false, message: 'a Wire client id is written UUID/CLIENT@domain, the client in hex' };
  const host = normalizeHost(rawHost);
  return host.ok ? { ok: true, user, client: client.toLowerCase(), host: host.host } : host;
}
