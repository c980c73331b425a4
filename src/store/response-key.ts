import { createHash } from 'node:crypto';

/**
 * One key for subject, URL and Accept: an answer is its subject's alone, and URLs are longer than what an index of
 * PostgreSQL holds. base64url SHA-256.
 */
export function responseKey(subject: string, url: string, accept: string): string {
  return createHash('sha256')
    .update(JSON.stringify([subject, url, accept]))
    .digest('base64url');
}
