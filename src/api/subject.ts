import { quote } from '../fetch/quote.js';
import { parseIdentifier, subjectOf } from '../identifier/index.js';
import { MAX_ECHO, MAX_SUBJECT_OCTETS } from './limits.js';
import { ProblemError } from './problems.js';

/**
 * The normalised MIMI URI of the user or pseudonym that a decoded `{subject}` names, in whatever spelling.
 *
 * @throws ProblemError `invalid-subject`
 */
export function readSubject(text: string): string {
  if (Buffer.byteLength(text) > MAX_SUBJECT_OCTETS)
    throw new ProblemError('invalid-subject', `A subject has at most ${MAX_SUBJECT_OCTETS} octets.`);
  const subject = subjectOf(parseIdentifier(text));
  if (subject.ok) return subject.uri;
  throw new ProblemError('invalid-subject', `${echo(text)}: ${subject.message}`);
}

/** As much of what a client sent as its error repeats. */
export function echo(text: string): string {
  return JSON.stringify(quote(text.length > MAX_ECHO ? `${text.slice(0, MAX_ECHO)}…` : text));
}
