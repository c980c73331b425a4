import type { Person } from '../../../src/demo/person.js';
import { dedupOf } from '../../../src/jobs/dedup.js';

/** A domain with a letter that ASCII does not have, and a name that stands in all of her accounts. */
export const NAME = 'zoequill';
export const UNICODE_SUBJECT = `mimi://bücher.example/u/${NAME}`;
export const SUBJECT = `mimi://xn--bcher-kva.example/u/${NAME}`;
export const ACCOUNTS = [
  `https://${NAME}.example/`,
  `acct:${NAME}@social.example`,
  `https://github.com/${NAME}`,
];
/** Given for one job, and named by nobody. */
export const GIVEN = 'https://quillgiven.example/';

/** Everything by which she could be found again, by what it is. */
export function tracesOf(person: Person): ReadonlyMap<string, string> {
  const thumbprint = person.thumbprint.split(':').at(-1) ?? '';
  const [, payload = ''] = person.statement.split('.');
  return new Map([
    ['a name', NAME],
    ['a domain', 'xn--bcher-kva'],
    ['a domain in Unicode', 'bücher'],
    ['a domain in a URL', encodeURIComponent('bücher')],
    ['a subject in a URL', encodeURIComponent(SUBJECT)],
    ['an account in a URL', encodeURIComponent(ACCOUNTS[1] ?? '')],
    ['an account that was given', 'quillgiven'],
    ['a thumbprint', thumbprint],
    ['a statement', payload],
    ['a hash of the subject', dedupOf(SUBJECT, [], null)],
  ]);
}

/** What is found where: nothing, once she is forgotten. */
export function found(
  kept: ReadonlyMap<string, string>,
  traces: ReadonlyMap<string, string>,
  more: readonly string[] = [],
): string[] {
  const all = [...traces, ...more.map((text): [string, string] => ['an id', text])];
  return [...kept].flatMap(([where, text]) => {
    const bytes = Buffer.from(text, 'latin1').toString();
    return all
      .filter(([, trace]) => text.includes(trace) || bytes.includes(trace))
      .map(([what]) => `${what} in ${where}`);
  });
}
