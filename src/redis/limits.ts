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
