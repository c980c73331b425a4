/** Characters of a job's id: two ids of 128 bits with a word and some numbers fit. */
export const MAX_ID_LENGTH = 96;
/** Milliseconds a job has to end once it was told to stop; then it is handed back although its handler still runs. */
export const STOP_GRACE_MS = 5_000;
/** The longest time that a timer of Node takes; a longer wait is made of several. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
/** Milliseconds that no job of ours is put off for: a time that is further away was written by a clock that ran ahead. */
export const MAX_DELAY_MS = 15 * 60_000;
/** Of a wait before the next run, the part that is left to chance: jobs that failed together do not come back together. */
export const JITTER = 0.5;

/** Milliseconds that a caller waits for Redis to come back; what stands in the store is put in later by others. */
export const REDIS_WAIT_MS = 3_000;
/** Milliseconds that a ping may take. */
export const PING_MS = 900;
/** Jobs in one round trip: a busy Redis must have done them all before their caller gives up. */
export const BATCH = 100;
/** Delayed jobs of one lane that one look brings nearer; the next look is soon, and each of them is a round trip. */
export const MAX_PULLED_IN = 1_000;
/** Seconds a job is a worker's own without being renewed, which happens twice in that time. */
export const LOCK_SECONDS = 30;
/** Seconds between two looks for jobs whose worker is gone: they run again after this and the lock at the latest. */
export const STALLED_SECONDS = 15;
/** Workers that one job may end before BullMQ drops it; the store's own count gives up a poisoned job sooner. */
export const MAX_STALLED = 10;
/** Entries of BullMQ's stream of events, which nobody reads. */
export const EVENTS_KEPT = 100;
/** Milliseconds before what Redis did not take from a worker is tried again. */
export const RETRY_MS = 1_000;
/** Milliseconds to wait with a job that still runs in this very process, which had lost its lock meanwhile. */
export const STILL_RUNNING_MS = 5_000;
/** Milliseconds to tell Redis how the last jobs ended; then connections are cut, and what it does not know runs again. */
export const CLOSE_MS = 2_000;
/** Milliseconds in which the same trouble is told once: BullMQ repeats itself with each attempt. */
export const TELL_AGAIN_MS = 60_000;
/** Different troubles that are remembered for that. */
export const MAX_TOLD = 100;
