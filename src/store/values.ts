import { MAX_DOCUMENT_LENGTH, MAX_ID_LENGTH, MAX_PAGE, MAX_SUBJECT_BYTES } from './limits.js';
import { StoreError } from './store-error.js';

/** One spelling of a time, so that text sorts by time. @throws RangeError for what is no time */
export function isoTime(text: string): string {
  return new Date(text).toISOString();
}

/** JSON text; NUL and lone surrogates are escaped in it, so it goes through every column and comes back whole. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('only JSON values are stored');
  if (text.length > MAX_DOCUMENT_LENGTH) {
    throw new StoreError('unsupported', `store: more than ${MAX_DOCUMENT_LENGTH} characters in one document`);
  }
  return text;
}

/** @throws StoreError `corrupt`: we wrote JSON, so something else did since */
export function fromJson(text: unknown): unknown {
  try {
    if (typeof text === 'string') return JSON.parse(text);
  } catch {
    // Told below, together with a column of another type.
  }
  throw changed('a document in it is no JSON');
}

/** A column that holds one word of a closed list. @throws StoreError `corrupt` */
export function oneOf<W extends string>(words: readonly W[], value: unknown): W {
  const word = words.find((each) => each === value);
  if (word === undefined) throw changed('a word in it is none of ours');
  return word;
}

export function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}

function changed(what: string): StoreError {
  return new StoreError('corrupt', `store: ${what}; the file was changed by something else`);
}

export function checkedSubject(subject: string): string {
  if (subject === '' || Buffer.byteLength(subject) > MAX_SUBJECT_BYTES) {
    throw new StoreError('unsupported', `store: a subject has 1 to ${MAX_SUBJECT_BYTES} bytes`);
  }
  return subject;
}

export function checkedId(id: string): string {
  if (id === '' || id.length > MAX_ID_LENGTH) {
    throw new RangeError(`the id of a verification has 1 to ${MAX_ID_LENGTH} characters`);
  }
  return id;
}

export function checkedLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_PAGE) return limit;
  throw new RangeError(`a page has 1 to ${MAX_PAGE} entries`);
}

/** What everything rejects with after `close`. */
export function closed(): StoreError {
  return new StoreError('closed', 'store: closed');
}

/** What `addReading` and `finish` reject with when the verification is gone. */
export function forgotten(): StoreError {
  return new StoreError(
    'forgotten',
    'store: the subject was forgotten while it was being verified; nothing is kept',
  );
}
