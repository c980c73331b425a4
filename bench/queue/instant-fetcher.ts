import { createHash } from 'node:crypto';
import type { Fetcher } from '../../src/fetch/types.js';

/** Answers of the one place that is read, without a network: the statement of whoever is asked for. */
export function instantFetcher(statementOf: (url: string) => string | undefined): Fetcher {
  return {
    async fetch({ url }) {
      const common = { url, fetchedAt: new Date().toISOString(), hops: [] };
      const statement = statementOf(url);
      if (statement === undefined) return { ...common, outcome: 'absent', status: 404 };
      const body = Buffer.from(statement);
      return {
        ...common,
        ...{ outcome: 'read', finalUrl: url, status: 200, mediaType: 'application/jwt', charset: null },
        ...{ body, headers: {}, fromCache: false },
        digest: createHash('sha256').update(body).digest('base64url'),
      };
    },
    async txt(name) {
      return { outcome: 'absent', name, fetchedAt: new Date().toISOString() };
    },
    async close() {},
  };
}
