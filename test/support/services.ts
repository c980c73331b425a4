import { describe } from 'vitest';
import { postgresMissing, redisMissing } from './find-services.js';

/** `describe` that is skipped, with the reason in its title, where there is no redis-server. */
export function describeWithRedis(title: string, suite: () => void): void {
  describeUnless(redisMissing(), title, suite);
}

/** `describe` that is skipped, with the reason in its title, where there is no PostgreSQL. */
export function describeWithPostgres(title: string, suite: () => void): void {
  describeUnless(postgresMissing(), title, suite);
}

/** Skips nothing where `reason` is null. */
export function describeUnless(reason: string | null, title: string, suite: () => void): void {
  if (reason === null) describe(title, suite);
  else describe.skip(`${title} (${reason})`, suite);
}
