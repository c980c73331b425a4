import { dayText } from '../../design/age.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Steps of time that people count in. */
const TIME_STEPS = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672, 1_344, 2_688, 8_760].map(
  (hours) => hours * HOUR_MS,
);
const ROUND = [1, 2, 5, 10] as const;

export interface ValueScale {
  /** At or above the highest value, and never 0. */
  readonly top: number;
  /** Round numbers from 0 to `top`, evenly spaced. */
  readonly ticks: readonly number[];
}

/** A scale for counts: its numbers are whole and round. @param most numbers above 0 */
export function valueScale(highest: number, most: number): ValueScale {
  const step = roundStep(Math.max(1, highest) / most);
  const count = Math.max(1, Math.ceil(highest / step));
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** 1, 2 or 5 times a power of ten, at least 1, and not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  return (ROUND.find((digit) => digit * power >= least) ?? 10) * power;
}

export interface TimeTick {
  /** Milliseconds. */
  readonly time: number;
  readonly text: string;
}

/** Round times in UTC between two instants, both included: the hour, and the day where one begins. */
export function timeTicks(from: number, to: number, most: number): readonly TimeTick[] {
  const step = TIME_STEPS.find((ms) => (to - from) / ms <= most) ?? (to - from) / most;
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, index) => {
    const time = (first + index) * step;
    const iso = new Date(time).toISOString();
    return { time, text: time % DAY_MS === 0 ? dayText(iso).replace(/ \d+$/, '') : iso.slice(11, 16) };
  });
}
