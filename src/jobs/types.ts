import type { JobOrigin } from '../store/job-types.js';

export interface VerificationRequest {
  /** Normalised MIMI URI of a user or pseudonym. */
  readonly subject: string;
  /** Account URIs in any spelling, at most MAX_GIVEN; read for this job's report only. */
  readonly given: readonly string[];
  /** Keeps apart what different callers gave: the token's id, or 'open' where no token is needed. Null: the schedule. */
  readonly caller: string | null;
  readonly origin: JobOrigin;
}

/** What the API and the scheduler may ask of the jobs; rejects with a StoreError where the store is away. */
export interface Verifications {
  /** Durable when resolved, even while the queue is away. The same request twice at once gives the same id. */
  submit(request: VerificationRequest): Promise<{ readonly id: string; readonly created: boolean }>;
  /** Removes everything about a subject, cancels its jobs, and drops what they would have found. */
  forget(subject: string): Promise<void>;
}
