import { dateText, dayText } from '../design/age.js';
import { STANDINGS } from '../design/appearance.js';
import { isolated, printable } from '../design/printable.js';
import { alertWords } from '../report/code-words.js';
import type { Alert } from '../report/types.js';
import { INCOMPLETE, operatorsText, VERDICTS } from '../report/wording.js';
import type { BadgeFacts } from './facts.js';

/** Columns of a name in a badge's title: every subject fits, which has at most 2048 octets. */
const WHOLE_NAME = 4_096;
/** Between the parts of a message. */
const DOT = ' · ';

/** `✔ consistent · 4 independent operators · 21 Nov 2026`: what a badge says in one line. */
export function message({ standing, report }: BadgeFacts): string {
  const { symbol, word } = STANDINGS[standing];
  const first = `${symbol} ${word}`;
  if (report === null) return first;
  const day = dayText(report.generatedAt);
  const parts =
    standing === 'outdated'
      ? [first, `${VERDICTS[report.verdict].word} on ${day}`]
      : [first, ...(report.identityKey === null ? [] : [operatorsText(report)]), day];
  return [...parts, ...(report.incomplete ? [INCOMPLETE.word] : [])].join(DOT);
}

/** A badge's name for who cannot see it, and what a pointer over it shows: the full subject, and the time. */
export function title(facts: BadgeFacts): string {
  return `${isolated(facts.subject, WHOLE_NAME)}${rest(facts)}`;
}

/** The same for plain text and for a terminal. */
export function caption(facts: BadgeFacts): string {
  return `${printable(facts.subject, WHOLE_NAME)}${rest(facts)}`;
}

function rest({ standing, report }: BadgeFacts): string {
  const when = report === null ? '' : `, checked ${dateText(report.generatedAt)}`;
  return `: ${STANDINGS[standing].word}${when}`;
}

/** The same in sentences, with what the picture has no room for. */
export function description({ standing, report }: BadgeFacts): string {
  const { sentence } = STANDINGS[standing];
  if (report === null) return sentence;
  const { verdict, alerts, generatedAt } = report;
  return [
    sentence,
    ...(standing === 'outdated' ? [`On ${dayText(generatedAt)} it was: ${VERDICTS[verdict].word}.`] : []),
    ...(report.identityKey === null ? [] : [`Its key is shown by ${operatorsText(report)}.`]),
    ...(alerts.length === 0 ? [] : [`What speaks against it: ${alertsText(alerts)}.`]),
    ...(report.incomplete ? [INCOMPLETE.sentence] : []),
  ].join(' ');
}

/** Each kind of alert once. */
export function alertsText(alerts: readonly Pick<Alert, 'code'>[]): string {
  return [...new Set(alerts.map(({ code }) => alertWords(code).word))].join(', ');
}
