/** Why the queue cannot do what was asked. Closed list: callers branch on it. */
export const QUEUE_ERRORS = [
  'unavailable', // Redis cannot be reached, does not answer in time, or takes nothing more
  'closed', // used after it was closed
] as const;
export type QueueErrorCode = (typeof QUEUE_ERRORS)[number];

/** Trouble with the queue that is not our own bug. `message` is one line for a person. */
export class QueueError extends Error {
  override readonly name = 'QueueError';

  constructor(
    readonly code: QueueErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export const closedError = (): QueueError => new QueueError('closed', 'the queue was closed');
