import { PolitenessError } from '../fetch/politeness.js';
import { RedisError } from '../redis/redis-error.js';
import { StoreError, type StoreErrorCode } from '../store/store-error.js';

export function isForgotten(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'forgotten';
}

/** What passes by itself, or when somebody frees a disk. */
const PASSING: ReadonlySet<StoreErrorCode> = new Set([
  'unavailable',
  'busy',
  'full',
  'io',
  'read-only',
  'closed',
]);

/** Redis or the store is away, or cannot do what it should: another worker, or a later hour, does better. */
export function isOurTrouble(error: unknown): boolean {
  if (error instanceof StoreError) return PASSING.has(error.code);
  return error instanceof RedisError || error instanceof PolitenessError;
}
