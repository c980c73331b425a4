import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script: one round trip, and nothing comes between its steps. */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** Sends the script's digest, and the whole of it where this Redis does not know it: once after each start. */
export function script(redis: Redis, lua: string): Script {
  const digest = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(lua, keys.length, ...keys, ...args);
    }
  };
}

/** The reply of a script that answers with so many numbers; anything else is a bug of ours. */
export function numbers(reply: unknown, count: number): number[] {
  if (Array.isArray(reply) && reply.length === count && reply.every((each) => typeof each === 'number'))
    return reply;
  throw new Error(`a script answered ${JSON.stringify(reply)} instead of ${count} numbers`);
}
