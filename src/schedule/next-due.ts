import { UNREACHABLE_REASONS } from '../fetch/types.js';
import { mayHeal } from '../jobs/healing.js';
import type { AlertCode, Report } from '../report/types.js';
import type { Schedule } from '../store/schedule-types.js';
import { jittered, regularSeconds, soonSeconds } from './intervals.js';
import { COUNTED_PART, EXPIRING_SECONDS, JITTER, MIN_SOON_SECONDS, SOON_PART } from './limits.js';
import { sameConclusion } from './same-conclusion.js';

/** Why the next verification is when it is. Closed list. */
export const DUE_REASONS = [
  'regular', // as the keeper asked
  'calm', // later: nothing has changed for long
  'unread', // sooner: nothing at all could be read
  'healing', // sooner: an account could not be read and may be readable again
  'statement', // sooner: a statement is about to end, or has ended
] as const;
export type DueReason = (typeof DUE_REASONS)[number];

/** A verification that has just ended, and the schedule it was for. */
export interface Ended {
  readonly schedule: Pick<Schedule, 'everySeconds' | 'calm' | 'soon' | 'lastRunAt'>;
  /** Where nothing was read: the last one that there is. */
  readonly report: Report;
  /** The report before it. */
  readonly before: Report | null;
  readonly nothingRead: boolean;
  readonly now: Date;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface NextDue extends Pick<Schedule, 'dueAt' | 'calm' | 'soon'> {
  readonly why: DueReason;
}

/**
 * When a subject is verified next. Pure. The interval is what the keeper asked for, and longer after many verifications
 * that changed nothing. Where a reason to look sooner comes up it is a sixth; while that reason stays, each interval is
 * twice the one before until it is the regular one again, so that nothing is looked at often for ever.
 */
export function nextDue(ended: Ended): NextDue {
  const { schedule, now, random } = ended;
  const calm = calmAfter(ended);
  const regular = regularSeconds(schedule.everySeconds, calm);
  const reason = reasonForSoon(ended);
  if (reason === null) {
    const ending = secondsToEnding(ended);
    if (ending !== null && ending < regular) {
      return {
        dueAt: jittered(now, Math.max(ending, MIN_SOON_SECONDS), random),
        calm,
        soon: 0,
        why: 'statement',
      };
    }
    const why = regular > schedule.everySeconds ? 'calm' : 'regular';
    return { dueAt: jittered(now, regular, random), calm, soon: 0, why };
  }
  const soon = sinceLast(ended) < SOON_PART / 2 ? schedule.soon : schedule.soon + 1;
  const seconds = soonSeconds(schedule.everySeconds) * 2 ** Math.max(0, soon - 1);
  return { dueAt: jittered(now, Math.min(seconds, regular), random), calm, soon, why: reason };
}

function calmAfter(ended: Ended): number {
  const { schedule, report, before, nothingRead } = ended;
  if (nothingRead) return schedule.calm;
  if (before === null || !sameConclusion(before, report)) return 0;
  return sinceLast(ended) < COUNTED_PART ? schedule.calm : schedule.calm + 1;
}

/** The part of the interval that has gone by since the last verification; a clock that went back makes it negative. */
function sinceLast({ schedule, now }: Ended): number {
  if (schedule.lastRunAt === null) return 1;
  return (now.getTime() - Date.parse(schedule.lastRunAt)) / (schedule.everySeconds * 1000);
}

const ENDING: ReadonlySet<AlertCode> = new Set<AlertCode>(['statement-expiring', 'statement-expired']);

function reasonForSoon({ report, nothingRead }: Ended): DueReason | null {
  if (nothingRead) return 'unread';
  if (report.accounts.some(({ unreachable }) => couldHeal(unreachable))) return 'healing';
  return report.alerts.some(({ code }) => ENDING.has(code)) ? 'statement' : null;
}

/** Seconds until the statement is one that is about to end; null where none leads, or it is one already. */
function secondsToEnding({ report, now }: Ended): number | null {
  if (report.statementExpiresAt === null) return null;
  const seconds = (Date.parse(report.statementExpiresAt) - now.getTime()) / 1000 - EXPIRING_SECONDS;
  return seconds > 0 ? seconds / (1 - JITTER) : null;
}

function couldHeal(unreachable: string | undefined): boolean {
  const reason = UNREACHABLE_REASONS.find((each) => each === unreachable);
  return reason !== undefined && mayHeal({ outcome: 'unreachable', reason });
}
