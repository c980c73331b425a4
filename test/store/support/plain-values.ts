import type { AccountReading, Evidence } from '../../../src/evidence/types.js';
import type { CachedResponse } from '../../../src/fetch/types.js';
import type { FinishedVerification, NewVerification } from '../../../src/store/types.js';

export const ALICE = 'mimi://a.example/u/alice';
export const BOB = 'mimi://a.example/u/bob';

/** Minute `n` of a fixed day. */
export function minute(n: number): string {
  return new Date(Date.UTC(2026, 10, 21, 12, n)).toISOString();
}

export function started(id: string, subject: string, n = 0): NewVerification {
  return { id, subject, startedAt: minute(n), given: [`https://${id}.example/`] };
}

export function reading(account: string): AccountReading {
  return {
    account,
    outcome: 'read',
    finds: [
      { kind: 'token', text: 'a.b.c', container: 'jwt', where: 'profile bio', url: account, digest: 'd' },
    ],
    places: [{ where: 'profile page', url: account, outcome: 'read', digest: 'd', fetchedAt: minute(1) }],
    fetchedAt: minute(1),
    requests: 1,
  };
}

export function evidence(subject: string, n = 0): Evidence {
  return { subject, now: minute(n), observations: [{ account: subject, at: minute(n), outcome: 'absent' }] };
}

export function finished(subject: string, expectedRevision: number, n = 0): FinishedVerification {
  return {
    finishedAt: minute(n),
    evidence: evidence(subject, n),
    report: { subject, n },
    memory: { seen: n },
    expectedRevision,
  };
}

export function response(url: string, n = 0, body = `body of ${url}`): CachedResponse {
  return {
    url,
    accept: 'text/html',
    finalUrl: `${url}final`,
    status: 200,
    headers: { etag: '"1"' },
    body: new TextEncoder().encode(body),
    storedAt: minute(n),
  };
}
