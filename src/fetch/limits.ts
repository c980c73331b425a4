/** Bytes of a status line with its header fields. Pages with a long Content-Security-Policy come near half of it. */
export const MAX_HEADER_BYTES = 32 * 1024;
/** Header fields of one answer: a flood of short ones costs more than their bytes tell. */
export const MAX_HEADER_FIELDS = 256;
/** 1xx answers before the final one (RFC 9110 section 15.2 sets no bound; a flood would never end). */
export const MAX_INFORMATIONAL = 8;
/** URL or Location, in characters: an account URI of 2 kB, percent-encoded into a query, still fits. */
export const MAX_URL_LENGTH = 8_192;
/** RFC 1035 section 2.3.4. */
export const MAX_HOST_LENGTH = 253;
/** Content codings applied one over the other; no honest server needs more than one. */
export const MAX_CODINGS = 2;
/** Encoded bytes over the limit for the decoded ones: incompressible data grows a little when encoded. */
export const CODING_OVERHEAD_BYTES = 4 * 1024;
/** Bytes of an answer whose body nobody reads, taken so that its connection can be used again. */
export const MAX_DISCARDED_BYTES = 16 * 1024;
/** Milliseconds for the same: a body that drips is not waited for. */
export const DISCARD_MS = 500;

/** Milliseconds to connect to one address and to finish TLS with it. */
export const CONNECT_MS = 10_000;
/** The same while another address of the host remains to be tried: a black hole must not eat the whole time. */
export const CONNECT_NEXT_MS = 3_000;
/** Addresses of one host that are dialled, one after the other. */
export const MAX_DIALLED_ADDRESSES = 4;
/** Addresses that one host may have: each is checked, and no honest host has more. */
export const MAX_ADDRESSES = 64;
/** Milliseconds from the request to the end of the answer's header. */
export const HEADERS_MS = 10_000;
/** Milliseconds between two pieces of a body. */
export const IDLE_MS = 5_000;
/** Milliseconds for one reading unless `--max-time` says otherwise. */
export const DEFAULT_MAX_TIME_MS = 15_000;
/** Seconds that `--max-time` may ask for: a day. */
export const MAX_MAX_TIME_SECONDS = 86_400;
/** Milliseconds that a reading waits for its turn; the wait does not count as the host's time. */
export const QUEUE_MS = 120_000;

/** Requests to one host at a time: what a browser does over HTTP/1.1 is six. */
export const MAX_PER_HOST = 6;
/** Requests in all at a time: as many as a verification has accounts, so that slow hosts cannot fill it up. */
export const MAX_IN_FLIGHT = 256;
/** Hosts whose rate is remembered; one that was not asked for a while needs no memory. */
export const MAX_PACED_HOSTS = 4_096;
/** Idle connections kept to one address of one host. */
export const MAX_IDLE_PER_HOST = MAX_PER_HOST;
/** Idle connections kept in all. */
export const MAX_IDLE = 256;
/** Milliseconds that an idle connection is kept, whatever Keep-Alive says. */
export const IDLE_CONNECTION_MS = 4_000;
/** Milliseconds after which a connection is not used again: certificate and address are checked anew. */
export const MAX_CONNECTION_AGE_MS = 60_000;
/** TLS sessions remembered for resumption. */
export const MAX_TLS_SESSIONS = 512;
/** Milliseconds for which a TLS session is resumed, and with it the certificate that was checked then. */
export const TLS_SESSION_MS = 10 * 60_000;

/** Attempts after the first, for what may heal by itself. */
export const MAX_RETRIES = 2;
/** Milliseconds before the first retry; the next waits twice as long, each with jitter. */
export const RETRY_BASE_MS = 250;
/** A Retry-After up to this is waited for within the reading. */
export const MAX_RETRY_AFTER_WAIT_MS = 3_000;
/** Milliseconds a host is left alone that says 429 without saying for how long. */
export const DEFAULT_BACK_OFF_MS = 30_000;
/** The longest time a host is left alone: "come back in a hundred years" must not silence it for ever. */
export const MAX_BACK_OFF_MS = 3_600_000;
/** Hosts whose wish to be left alone is remembered. */
export const MAX_BACK_OFF_HOSTS = 4_096;

/** Nothing that is kept is fresh for longer than an hour, whatever the answer says. */
export const MAX_FRESH_MS = 3_600_000;
/** Redirects of one reading, whatever its policy asks for (boulder follows 10). */
export const MAX_REDIRECTS = 10;

/** Milliseconds before a DNS server is asked again; c-ares (in Node) waits for less where its answers were quick so far. */
export const DNS_TRY_MS = 2_000;
/** How often: two were over within two seconds after quick answers, and a name that is not cached takes longer. */
export const DNS_TRIES = 4;
/** Milliseconds for one name in all. */
export const DNS_MS = 6_000;
/** TXT records at one name, and their bytes: a name full of verification strings of others has a few dozen. */
export const MAX_TXT_RECORDS = 128;
export const MAX_TXT_BYTES = 32 * 1024;

/** RFC 9309 section 2.5 asks that at least this much of a robots.txt is parsed; the rest is not looked at. */
export const ROBOTS_BYTES = 500 * 1024;
/** RFC 9309 section 2.3.1.2. */
export const ROBOTS_REDIRECTS = 5;
/** Hosts whose robots.txt is remembered. */
export const MAX_ROBOTS_HOSTS = 1_024;
/** Steps (pattern characters times path characters) that matching one URL may take: about 150 ms. */
export const MAX_ROBOTS_STEPS = 100_000_000;

/** Characters of a remote's text that a report may repeat. */
export const MAX_QUOTED = 200;
