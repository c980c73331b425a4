/** Connections of one process: its writes are short, and a server's default is 100 for all processes together. */
export const POOL_SIZE = 10;
/** A server in reach answers in milliseconds, one that is busy in a second; a shared machine may stand still for some more. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** A new connection costs milliseconds and its prepared statements: one that is unused for a minute is let go. */
export const IDLE_CONNECTION_MS = 60_000;
/** Unused connections are probed after so long, and given up some ten seconds later where nobody answers. */
export const KEEP_ALIVE_MS = 10_000;
/** Every statement but a migration reads or writes a page of rows. */
export const STATEMENT_TIMEOUT_MS = 30_000;
/** Above the server's own limit: reached only where the server, or the way to it, is gone. */
export const QUERY_TIMEOUT_MS = 35_000;
/** A writer holds its rows for milliseconds; a rebuild of years, for seconds. */
export const LOCK_TIMEOUT_MS = 10_000;
/** A transaction whose process stands still: its locks are for others. */
export const IDLE_IN_TRANSACTION_MS = 60_000;
/** Large tables are altered and indexed by a migration. */
export const MIGRATION_TIMEOUT_MS = 3_600_000;
/** A transaction that lost against another is run again; more often, and something is wrong with the statements. */
export const MAX_TRIES = 5;
/** Queries that wait for a connection; each holds what it is about to write. */
export const MAX_WAITING = 10_000;
