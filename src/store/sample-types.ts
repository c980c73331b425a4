/** A number of one series in one stretch of time. */
export interface Sample {
  /** A closed name of ours, such as `queue.demand.waiting`: no subject, account, host or caller is ever in one. */
  readonly series: string;
  /** ISO time at which the stretch begins. */
  readonly slot: string;
  /** A whole number. */
  readonly value: number;
}

/** What is counted over time, for the operator. It tells nothing of anybody. */
export interface SampleStore {
  /** One transaction: adds to what stands there. Any number of processes may count the same. */
  add(samples: readonly Sample[]): Promise<void>;
  /** One transaction: the last one that said it is right. */
  set(samples: readonly Sample[]): Promise<void>;
  /** Those of series that begin so (all for ''), in slots from `from` on: by series, then by slot. */
  since(prefix: string, from: string): Promise<readonly Sample[]>;
  /** Drops at most so many in slots before `before`, only of series that begin so; gives how many it dropped. */
  prune(prefix: string, before: string, limit: number): Promise<number>;
}
