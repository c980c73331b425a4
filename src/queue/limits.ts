/** Characters of a job's id: two ids of 128 bits with a word and some numbers fit. */
export const MAX_ID_LENGTH = 96;
/** Milliseconds a job has to end once it was told to stop; then it is handed back although its handler still runs. */
export const STOP_GRACE_MS = 5_000;
/** The longest time that a timer of Node takes; a longer wait is made of several. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
/** Of a wait before the next run, the part that is left to chance: jobs that failed together do not come back together. */
export const JITTER = 0.5;
