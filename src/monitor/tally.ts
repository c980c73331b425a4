import type { Clock } from '../fetch/types.js';
import type { JobObserver, Verified } from '../jobs/deps.js';
import type { Sample, SampleStore } from '../store/sample-types.js';
import { countedReadings } from './counted-readings.js';
import { MAX_HELD } from './limits.js';
import {
  JOB_OUTCOMES,
  jobSeries,
  REQUEST_CLASSES,
  readingSeries,
  requestSeries,
  SCHEDULED,
  slotMsOf,
} from './series.js';
import { slotOf, slotStart } from './slots.js';

/** What a role counts: a slot in which it ran and saw none has 0, one in which nobody ran has nothing. */
export type CountedKind = 'jobs' | 'requests' | 'scheduled';

const SERIES_OF: Readonly<Record<CountedKind, readonly string[]>> = {
  jobs: JOB_OUTCOMES.map(jobSeries),
  requests: REQUEST_CLASSES.map(requestSeries),
  scheduled: [SCHEDULED],
};

/** What one process has seen since it last told the store. No method but `flush` can fail. */
export interface Tally {
  /** From now on this process counts these. */
  counts(kind: CountedKind): void;
  readonly jobEnded: JobObserver['jobEnded'];
  /** By its status; 0 where the client was gone before there was an answer. */
  requestEnded(status: number): void;
  verified(verified: Verified): void;
  scheduled(jobs: number): void;
  /**
   * Tells the store, one flush at a time. Rejects with a StoreError; what was not told is kept for the next one, as far as
   * it has room. Where the store took it and could not say so, it is counted twice.
   */
  flush(samples: Pick<SampleStore, 'add'>): Promise<void>;
}

export function createTally(clock: Clock): Tally {
  return new MemoryTally(clock);
}

class MemoryTally implements Tally {
  readonly #clock: Clock;
  readonly #kinds = new Set<CountedKind>();
  #held = new Map<string, Sample>();
  #flushing: Promise<void> = Promise.resolve();
  /** The last slot of each length, and how it is written. */
  readonly #slots = new Map<number, { readonly start: number; readonly text: string }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  counts(kind: CountedKind): void {
    this.#kinds.add(kind);
  }

  readonly jobEnded: JobObserver['jobEnded'] = (_kind, outcome) => this.#count(jobSeries(outcome), 1);

  requestEnded(status: number): void {
    const name = REQUEST_CLASSES.find((each) => each === `${Math.trunc(status / 100)}xx`) ?? 'gone';
    this.#count(requestSeries(name), 1);
  }

  verified(verified: Verified): void {
    for (const { service, result } of countedReadings(verified))
      this.#count(readingSeries(service, result), 1);
  }

  scheduled(jobs: number): void {
    this.#count(SCHEDULED, jobs);
  }

  flush(samples: Pick<SampleStore, 'add'>): Promise<void> {
    const flush = this.#flushing.then(() => this.#flush(samples));
    this.#flushing = flush.catch(() => undefined);
    return flush;
  }

  async #flush(samples: Pick<SampleStore, 'add'>): Promise<void> {
    for (const kind of this.#kinds) for (const series of SERIES_OF[kind]) this.#count(series, 0);
    const told = this.#held;
    this.#held = new Map();
    try {
      await samples.add([...told.values()]);
    } catch (error) {
      const since = this.#held;
      this.#held = told;
      for (const sample of since.values()) this.#hold(sample);
      throw error;
    }
  }

  #count(series: string, value: number): void {
    this.#hold({ series, slot: this.#slotOf(series), value });
  }

  /** To write a time takes longer than to count. */
  #slotOf(series: string): string {
    const [now, slotMs] = [this.#clock.now(), slotMsOf(series)];
    const start = slotStart(now.getTime(), slotMs);
    const last = this.#slots.get(slotMs);
    if (last?.start === start) return last.text;
    const text = slotOf(now, slotMs);
    this.#slots.set(slotMs, { start, text });
    return text;
  }

  #hold({ series, slot, value }: Sample): void {
    const key = `${slot} ${series}`;
    const before = this.#held.get(key);
    this.#held.set(key, { series, slot, value: value + (before?.value ?? 0) });
    if (this.#held.size > MAX_HELD) this.#dropOldest();
  }

  /** A map is in the order of coming. */
  #dropOldest(): void {
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }
}
