import { createHash } from 'node:crypto';

/**
 * What two requests for the same verification have in common: base64url SHA-256. The caller counts only where accounts
 * are given: one who is handed the job of another would learn that somebody asked for just these accounts.
 *
 * @param given normalised account URIs, sorted
 */
export function dedupOf(subject: string, given: readonly string[], caller: string | null): string {
  const parts = given.length === 0 ? [subject] : [subject, given, caller];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
