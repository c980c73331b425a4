import { createHash } from 'node:crypto';

/** One key for URL and Accept: URLs are longer than what an index of PostgreSQL holds. base64url SHA-256. */
export function responseKey(url: string, accept: string): string {
  return createHash('sha256')
    .update(JSON.stringify([url, accept]))
    .digest('base64url');
}
