/** Why the store cannot do what was asked. Closed list: callers branch on it. */
export const STORE_ERRORS = [
  'corrupt', // the file is damaged or holds something else than a database
  'read-only', // file, folder or file system cannot be written
  'newer-version', // written by a newer crossproof
  'busy', // another process holds the lock longer than we wait
  'full', // no room left on the disk
  'not-found-dir', // the folder does not exist and cannot be made
  'unsupported', // a kind of store or a value that this version does not keep
  'denied', // the server refuses this user, or has no such database
  'forgotten', // the subject was forgotten while it was being verified
  'unavailable', // the server cannot be reached, or is starting or stopping: later it may be there
  'closed', // used after it was closed: a run that was interrupted, whose last answers come in late
  'io', // anything else that the disk or the file system did
] as const;
export type StoreErrorCode = (typeof STORE_ERRORS)[number];

/** Trouble with the store that is not our own bug. `message` is one line for a person and names the file. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
