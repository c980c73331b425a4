/** Accounts beside the subject that one verification reads (scoring section 3): a statement names at most as many. */
export const MAX_ACCOUNTS = 256;
/** Accounts on one registrable domain: a statement must not make us search a whole site. */
export const MAX_ACCOUNTS_PER_DOMAIN = 16;
/** Requests to one registrable domain: nobody may be flooded by being named. */
export const MAX_REQUESTS_PER_DOMAIN = 48;
/** Requests of one verification. */
export const MAX_REQUESTS = 1000;
/** Accounts read at the same time; the fetcher bounds connections by host and in all. */
export const CONCURRENT_ACCOUNTS = 64;
