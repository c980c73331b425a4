/** PostgreSQL indexes at most 2,704 bytes a row, and the subject stands in an index beside a time and an id. */
export const MAX_SUBJECT_BYTES = 2048;
/** An id is 128 random bits in any spelling; more is none. */
export const MAX_ID_LENGTH = 128;
/** Bytes that have to be free on the disk of a store: what an ordinary verification adds, with its indexes and its log. */
export const ROOM_BYTES = 256 * 1024;
/** One reading, report, evidence or memory as JSON: 256 accounts at 64 KB each, with room. */
export const MAX_DOCUMENT_LENGTH = 64 * 1024 * 1024;
/** Verifications or subjects in one answer where the caller names no number. */
export const DEFAULT_PAGE = 20;
/** A page is held in memory whole, with its evidence. */
export const MAX_PAGE = 500;

/** A stored answer serves conditional requests of a daily or weekly schedule; older ones mostly changed. */
export const MAX_RESPONSE_AGE_MS = 7 * 24 * 3600 * 1000;
/** Several thousand verified users' pages; beyond that the file grows for little. */
export const MAX_RESPONSES = 10_000;
/** All cached bodies and headers together. */
export const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
/** Larger answers are read again each time: one of them must not push out a hundred others. */
export const MAX_ONE_RESPONSE_BYTES = 1024 * 1024;
/** Counting the whole cache costs a pass over it, so it is done once for so many answers. */
export const PRUNE_EVERY = 32;

/** Characters of a series' name: three words of ours with dots between them are shorter. */
export const MAX_SERIES_LENGTH = 96;
/** Samples in one transaction: a process that was cut off from the store for hours brings a few thousand. */
export const MAX_SAMPLES = 10_000;
