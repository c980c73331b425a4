import { isPageOf } from './page-account.js';
import type { Refusal, ReportFacts, SignedReport } from './signed-report.js';

/** What a badge says. Every text is our own, but for the names in it, which are ASCII. */
export interface BadgeView {
  /** A verdict, or why there is none. */
  readonly outcome: string;
  readonly tone: 'good' | 'caution' | 'bad' | 'quiet';
  readonly mark: string;
  readonly text: string;
  /** Milliseconds since 1970 at which this is no longer true. */
  readonly until?: number;
  /** ISO time of the report that this was read from, where its signature holds. */
  readonly generatedAt?: string;
}

interface Look {
  readonly tone: BadgeView['tone'];
  readonly mark: string;
  readonly word: string;
}

/** The words, signs and tones of docs/design.md. */
export const LOOKS: Readonly<Record<ReportFacts['verdict'] | 'outdated' | 'unknown', Look>> = {
  consistent: { tone: 'good', mark: '✔', word: 'consistent' },
  weak: { tone: 'caution', mark: '?', word: 'weak' },
  conflicting: { tone: 'bad', mark: '✘', word: 'conflicting' },
  none: { tone: 'quiet', mark: '○', word: 'none' },
  outdated: { tone: 'quiet', mark: '◷', word: 'outdated' },
  unknown: { tone: 'quiet', mark: '–', word: 'not verified' },
};

/** Why nothing of a report is shown. */
export const REFUSALS: Readonly<Record<Refusal | 'address' | 'unreachable', string>> = {
  address: 'no MIMI URI or no https server',
  unreachable: 'the server could not be asked',
  unsupported: 'this browser cannot check Ed25519 signatures',
  malformed: 'no signed report came',
  key: 'no key of the server signed it',
  signature: 'the signature does not hold',
  issuer: 'it is of another server',
  subject: 'it is of another identity',
  expired: 'the signature is too old',
  future: 'it is from the future',
};

/** Nothing that could be checked: never a tick. */
export function refusedView(refusal: keyof typeof REFUSALS): BadgeView {
  return { ...LOOKS.unknown, outcome: refusal, text: `Not checked: ${REFUSALS[refusal]}` };
}

/** The server has no report. */
export function unknownView(): BadgeView {
  return { ...LOOKS.unknown, outcome: 'unknown', text: LOOKS.unknown.word };
}

/** When and where a badge is looked at. */
export interface Sight {
  /** Address of the page that it stands on. */
  readonly page: string;
  readonly now: number;
  readonly maxAgeMs: number;
}

/**
 * What is shown of a report whose signature holds until `expiresAt`. An alarm is always one. Else nothing is said of a page
 * that is no account of the subject, since anybody can paste somebody else's badge; and what was found long ago fades.
 */
export function reportView({ report, expiresAt }: SignedReport, { page, now, maxAgeMs }: Sight): BadgeView {
  const { subject, verdict, generatedAt, statementExpiresAt: end, independentOperators: n } = report;
  const signed = { generatedAt, until: expiresAt };
  const isAlarm = verdict === 'conflicting';
  const isOwn = report.accounts.some((one) => one.state === 'consistent' && isPageOf(page, one.account));
  if (!isAlarm && !isOwn)
    return {
      ...LOOKS.unknown,
      ...signed,
      outcome: 'not-own',
      text: `This page is not an account of ${subject}`,
    };
  const fades = Math.min(Date.parse(generatedAt) + maxAgeMs, Date.parse(end ?? '9999'));
  if (!isAlarm && now >= fades)
    return { ...LOOKS.outdated, ...signed, outcome: 'outdated', text: LOOKS.outdated.word };
  const rest = report.incomplete ? ', incomplete' : '';
  const text = `${LOOKS[verdict].word}, ${n} independent operator${n === 1 ? '' : 's'}${rest}`;
  return {
    ...LOOKS[verdict],
    generatedAt,
    outcome: verdict,
    text,
    until: isAlarm ? expiresAt : Math.min(fades, expiresAt),
  };
}

/** `21 Nov 2026 12:00 UTC`. */
export function dateText(iso: string): string {
  // "Sat, 21 Nov 2026 12:00:00 GMT" (RFC 9110 section 5.6.7).
  return `${new Date(iso).toUTCString().slice(5, 22).replace(/^0/, '')} UTC`;
}
