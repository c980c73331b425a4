import { normalizeAccountUri } from '../identifier/index.js';
import { operatorOfAccountUri, recogniseAccount } from '../services/index.js';
import type { Vertex } from './types.js';

/** The vertex of a URI; spellings of one account give one vertex. */
export function vertexOf(text: string): Vertex {
  const account = recogniseAccount(text);
  if ('unsupported' in account) {
    const { operator, selfHosted } = operatorOfAccountUri(account.uri);
    return { uri: account.uri, service: 'unsupported', operator, selfHosted, unsupported: true };
  }
  const { uri, service, operator, selfHosted } = account;
  return { uri, service, operator, selfHosted, unsupported: false };
}

/**
 * What is no account URI at all (an IP host, a port, userinfo, an unknown scheme) is never fetched, so whoever says that
 * it showed something did not see it where we would (profile section 1, `also_known_as`).
 */
export function isReadable(vertex: Vertex): boolean {
  return !vertex.unsupported || normalizeAccountUri(vertex.uri).ok;
}

/** Code unit order: the same on every machine, unlike a locale's. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
