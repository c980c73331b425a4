import { MAX_TOLD, TELL_AGAIN_MS } from './limits.js';
import { QueueError } from './queue-error.js';

/**
 * Tells of trouble with Redis, the same at most once a minute. Only the message goes on: ioredis hangs the command on
 * its errors, and that of a failed login holds the password.
 */
export function tellOnce(tell: (error: QueueError) => void): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const message = `the queue: ${error instanceof Error ? error.message || error.name : String(error)}`;
    const now = performance.now();
    const before = told.get(message);
    if (before !== undefined && now - before < TELL_AGAIN_MS) return;
    if (told.size >= MAX_TOLD) told.clear();
    told.set(message, now);
    tell(new QueueError('unavailable', message));
  };
}
