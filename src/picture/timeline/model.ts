import { printable } from '../../design/printable.js';
import type { Change } from '../../report/changes.js';
import type { Verdict } from '../../score/verdict.js';
import { isVerdict } from './looks.js';

export interface TimelineInput {
  /** The last first, as strangers may see them. */
  readonly changes: readonly Change[];
  /** Of the newest report. */
  readonly verdict: Verdict;
  /** ISO time of the newest report. */
  readonly until: string;
}

/** A time in which the verdict was the same. */
export interface Band {
  readonly verdict: Verdict;
  /** ISO times. */
  readonly from: string;
  readonly to: string;
}

/** One verification that saw something change. */
export interface Moment {
  readonly at: string;
  readonly changes: readonly Change[];
}

export interface Timeline {
  /** The oldest first. */
  readonly bands: readonly Band[];
  /** It began before the first band: what was then is not drawn. */
  readonly isOpen: boolean;
  /** The last first. */
  readonly moments: readonly Moment[];
  /** There are changes before these. */
  readonly hasMore: boolean;
}

/** Verifications that are told of, and changes of one: a page is no archive. */
export const MAX_MOMENTS = 20;
export const MAX_CHANGES = 12;

/** Changes → what the verdict was over time, and what happened when. Pure. */
export function timelineOf({ changes, verdict, until }: TimelineInput, maxBands: number): Timeline {
  const { bands, isOpen } = bandsOf(changes, verdict, until);
  const moments = momentsOf(changes);
  return {
    bands: bands.slice(-maxBands),
    isOpen: isOpen || bands.length > maxBands,
    moments: moments.slice(0, MAX_MOMENTS),
    hasMore: moments.length > MAX_MOMENTS,
  };
}

function bandsOf(
  changes: readonly Change[],
  verdict: Verdict,
  until: string,
): Pick<Timeline, 'bands' | 'isOpen'> {
  const bands: Band[] = [];
  let [current, to] = [verdict, until];
  for (const { kind, at, from } of changes) {
    if (kind !== 'first-seen' && kind !== 'verdict-changed') continue;
    bands.unshift({ verdict: current, from: at, to });
    if (kind === 'first-seen') return { bands, isOpen: false };
    to = at;
    if (isVerdict(from)) current = from;
  }
  const oldest = changes.at(-1)?.at ?? until;
  return { bands: [{ verdict: current, from: oldest, to }, ...bands], isOpen: true };
}

function momentsOf(changes: readonly Change[]): Moment[] {
  const byTime = new Map<string, Change[]>();
  for (const change of changes) {
    const own = byTime.get(change.at);
    if (own) own.push(change);
    else byTime.set(change.at, [change]);
  }
  return [...byTime].map(([at, own]) => ({ at, changes: own.map(shown) }));
}

function shown(change: Change): Change {
  return {
    ...change,
    message: printable(change.message, 400),
    ...(change.account === undefined ? {} : { account: printable(change.account) }),
  };
}
