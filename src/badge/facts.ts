import { freshness, standingOf } from '../design/age.js';
import type { Standing } from '../design/appearance.js';
import { viewFor } from '../report/audience.js';
import type { PublicReport, Report } from '../report/types.js';

/** What every badge of a subject is drawn from. */
export interface BadgeFacts {
  /** Normalised MIMI URI. */
  readonly subject: string;
  readonly standing: Standing;
  /** Whether a tick in it may be green. */
  readonly isFresh: boolean;
  /** As strangers may see it; null: nobody has asked for one. */
  readonly report: PublicReport | null;
}

/** How old a badge may be, and who made it. */
export interface BadgeOptions {
  readonly now: Date;
  /** Seconds that a green tick lasts. */
  readonly maxAgeSeconds: number;
}

/** Strips from a report what strangers may not see: nothing else goes into a badge. */
export function badgeFacts(
  subject: string,
  report: Report | PublicReport | null,
  { now, maxAgeSeconds }: BadgeOptions,
): BadgeFacts {
  const shown = report === null ? null : viewFor(report, 'stranger');
  const isFresh = shown !== null && freshness(shown, now, maxAgeSeconds).isFresh;
  return { subject, report: shown, standing: standingOf(shown, now, maxAgeSeconds), isFresh };
}
