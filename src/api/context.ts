import type { ApiDeps } from './deps.js';
import type { ApiLimits } from './limits.js';
import type { NewestReports } from './newest-reports.js';
import type { Places } from './places.js';
import type { Timelines } from './timelines.js';

/** What every route of one server shares. */
export interface ApiContext {
  readonly deps: ApiDeps;
  readonly limits: ApiLimits;
  readonly newest: NewestReports;
  readonly timelines: Timelines;
  /** Aborted when the server goes down: who waits or listens is let go. */
  readonly closing: AbortSignal;
  /** Requests that wait for a verification. */
  readonly waiting: Places;
  /** Event streams. */
  readonly streams: Places;
  /** How the world names this server: issuer of what it signs, audience of what is signed for it. */
  origin(): string;
}
