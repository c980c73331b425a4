import { type Redis, ReplyError } from 'ioredis';
import { RedisError, type RedisErrorCode } from './redis-error.js';

/** Seconds that the key stays, so that nothing of a deployment that is gone is left. */
const KEPT_SECONDS = 60;

/** What an answer begins with, and what it means. */
const REFUSALS: Readonly<Record<string, readonly [RedisErrorCode, string]>> = {
  OOM: ['full', 'it holds all that its maxmemory allows; raise that, and keep noeviction'],
  MISCONF: ['read-only', 'it cannot write its own disk and takes nothing; make room there, and see its log'],
  READONLY: ['read-only', 'it is a replica and takes nothing; name the primary'],
  NOREPLICAS: ['read-only', 'it takes nothing while its replicas are away'],
};

/** Writes next to nothing, to see whether it can be done. @throws RedisError */
export async function tryRedis(redis: Pick<Redis, 'set'>, prefix: string): Promise<void> {
  try {
    await redis.set(`${prefix}:try`, '1', 'EX', KEPT_SECONDS);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const told = error instanceof ReplyError ? REFUSALS[message.split(' ', 1)[0] ?? ''] : undefined;
    const [code, text] = told ?? ['unavailable', message];
    throw new RedisError(code, `redis: ${text}`);
  }
}
