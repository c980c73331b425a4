/** Statements in one well-known document (profile section 2.1). */
export const MAX_STATEMENTS = 16;
/** Bytes of a well-known document: 16 statements that name 256 accounts each still fit. */
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;
/** Bytes of a page: large profile pages have half of it. */
export const MAX_PAGE_BYTES = 2 * 1024 * 1024;
/** Bytes of a record: a list of 100 gists has half of it. */
export const MAX_RECORD_BYTES = 1024 * 1024;
/** Redirects of one reading (profile section 2.1). */
export const MAX_REDIRECTS = 3;
/** Links to statements followed from one place: a person needs one, and each costs a request. */
export const MAX_POINTERS = 4;
/** Steps one behind the other: WebFinger, actor, actor at its id, way back, and one in reserve. */
export const MAX_STEPS = 5;
/** Places that one step may lead to. */
export const MAX_NEXT = 8;
/** Characters of one statement: what the verifier reads at most. */
export const MAX_STATEMENT_CHARS = 1_000_000;
