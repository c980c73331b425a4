/** Why Redis cannot do what was asked. Closed list: callers branch on it. */
export const REDIS_ERRORS = [
  'url', // not an address of a Redis server
  'unavailable', // it cannot be reached, does not let us in, or does not answer in time
  'full', // it holds all that its `maxmemory` allows
  'read-only', // it can be read, and takes nothing: a replica, or its own disk is full
] as const;
export type RedisErrorCode = (typeof REDIS_ERRORS)[number];

/** Trouble with Redis that is not our own bug. `message` is one line for a person and never holds a password. */
export class RedisError extends Error {
  override readonly name = 'RedisError';

  constructor(
    readonly code: RedisErrorCode,
    message: string,
  ) {
    super(message);
  }
}
