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

/** Code unit order: the same on every machine, unlike a locale's. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
