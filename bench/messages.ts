import type { Shares } from './profile.js';

/** Where the hosts are. */
export interface ServerAddress {
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  /** `address:port`. */
  readonly dns: string;
}

/** From the server's process. */
export interface ServerReady extends ServerAddress {
  readonly subjects: readonly string[];
}

/** One request as it came in: enough to make it again. */
export interface LoggedUrl {
  readonly url: string;
  readonly accept: string;
}

/** To a client's process: the work of one measurement. */
export interface Job<Item> {
  readonly server: ServerAddress;
  /** Done first and not counted: it warms the compiler, not the connections of the users to come. */
  readonly warmUp: readonly Item[];
  readonly items: readonly Item[];
  /** Items in flight at a time. */
  readonly concurrency: number;
  readonly profile: boolean;
}

/** From a client's process: of the counted items alone. */
export interface Measurement {
  readonly seconds: number;
  /** User and system time of the process, microseconds. */
  readonly cpuMicros: number;
  /** Highest resident set of the process since its start, bytes. */
  readonly peakRss: number;
  /** Highest heap in use seen by sampling, bytes. */
  readonly peakHeap: number;
  /** Heap in use after a full collection at the end, bytes: what the work left behind. */
  readonly keptHeap: number;
  /** Verdicts or statuses other than the one expected. */
  readonly failures: number;
  readonly shares: Shares | null;
}
