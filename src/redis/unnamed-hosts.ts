import { createHash } from 'node:crypto';
import type { Politeness } from '../fetch/politeness.js';

/**
 * The same politeness, which is never told the name of a host. A host is often one person's own, and a name that stood in
 * Redis would stay in its append-only file when that person is forgotten. All processes that share a Redis have to agree
 * on the names, and have nothing secret in common there: so it is a plain hash, which hides no host from who guesses it.
 */
export function unnamedHosts(politeness: Politeness): Politeness {
  return {
    takeNow: (host) => politeness.takeNow(unnamed(host)),
    take: (host, signal) => politeness.take(unnamed(host), signal),
    rest: (host, milliseconds) => politeness.rest(unnamed(host), milliseconds),
  };
}

/** base64url SHA-256. */
export const unnamed = (host: string): string => createHash('sha256').update(host).digest('base64url');
