/** Milliseconds for one command from asking to answer, whatever the state of the connection: a caller is waiting. */
export const COMMAND_MS = 2_000;
/** Milliseconds to connect, TLS included; Redis stands near, so that more would only delay the next attempt. */
export const CONNECT_MS = 2_000;
/** Milliseconds before the second attempt to connect; each next waits twice as long, with jitter. */
export const RECONNECT_BASE_MS = 50;
/** The longest wait between two attempts: a Redis that is back is found within that. */
export const RECONNECT_MAX_MS = 2_000;
/** Milliseconds without a byte while an answer is due, after which a connection is given up: a cut cable says nothing. */
export const SILENCE_MS = 5_000;
/** The same where a command may block on purpose; BullMQ blocks for ten seconds at most. */
export const BLOCKING_SILENCE_MS = 30_000;
/** Milliseconds between two pings of a connection that only listens, and would not notice that the cable is cut. */
export const HEARTBEAT_MS = 10_000;

/** Milliseconds that a place at a host outlives the longest request: then its holder was killed. */
export const HOLD_SLACK_MS = 5_000;
/** Milliseconds a process that waits for a host may be silent before others go ahead of it: it was killed. */
export const WAITER_MS = 1_500;
/** Milliseconds between two questions whether a place came free, at first and at most; well below `WAITER_MS`. */
export const ASK_AGAIN_MS = 25;
export const ASK_AGAIN_MAX_MS = 250;
/** Milliseconds for which turns are waited for while Redis is away: longer than a restart with its data takes. */
export const AWAY_MS = 30_000;
/** Milliseconds before Redis is asked again that did not answer. */
export const AWAY_AGAIN_MS = 250;

/** Milliseconds that an API request waits for Redis to count it: a limit must not cost more than it saves. */
export const COUNT_MS = 250;
/** Milliseconds for which each process counts for itself after Redis did not answer, so that not every request waits. */
export const COUNT_ALONE_MS = 2_000;
