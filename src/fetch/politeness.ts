import type { StopSignal } from './budget.js';

/** A turn at a host, or how long the host wants to be left alone. */
export type Turn =
  | {
      /** Gives the turn back, once. */
      readonly release: () => void;
    }
  | {
      readonly release: null;
      /** Milliseconds before the host may be asked again. */
      readonly restMs: number;
    };

/** Who may ask a host and when: so many at a time, so many a second, and nobody while it asked to be left alone. */
export interface Politeness {
  /** What can be said without waiting; null: `take` has to be asked. */
  takeNow(host: string): Turn | null;
  /**
   * The same when it can be said, or null when the signal ended the wait.
   * @throws PolitenessError where nobody can tell whose turn it is
   */
  take(host: string, signal: StopSignal): Promise<Turn | null>;
  /** The host asked to be left alone for so many milliseconds. Of several wishes the longest holds. */
  rest(host: string, milliseconds: number): void;
}

/**
 * Our own trouble: whose turn it is could not be found out for too long. Nothing is said about the host, which was not
 * asked; whoever wanted to read tries again later.
 */
export class PolitenessError extends Error {
  override readonly name = 'PolitenessError';
  readonly code = 'unavailable';
}
