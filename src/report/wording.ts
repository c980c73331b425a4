import { UNREACHABLE_REASONS } from '../fetch/types.js';
import type { StateResult } from '../graph/states.js';
import type { AccountState, AccountView } from '../graph/types.js';
import type { Verdict } from '../score/verdict.js';
import { UNREACHABLE } from './code-words.js';
import { cut } from './columns.js';
import type { Report, ReportAccount } from './types.js';

/** Characters that stand for a verdict or a state: each has one drawing, so that none is told by its colour alone. */
export type Mark = '✔' | '✘' | '?' | '!' | '○' | '–' | '◷';

/** How a verdict is told: its sign, its word, and what it means. */
export interface Telling {
  readonly symbol: Mark;
  readonly word: string;
  readonly sentence: string;
}

/** One source of words for the command line, pages and badges. */
export const VERDICTS: Readonly<Record<Verdict, Telling>> = {
  consistent: {
    symbol: '✔',
    word: 'consistent',
    sentence: 'Enough independent operators agree on one key, and it is tied to this identity.',
  },
  weak: { symbol: '?', word: 'weak', sentence: 'Too little speaks for one key to rely on it.' },
  conflicting: {
    symbol: '✘',
    word: 'conflicting',
    sentence: 'Accounts contradict each other, or the key changed unannounced.',
  },
  none: {
    symbol: '○',
    word: 'none',
    sentence: 'Everything was read, and no valid signed statement was found.',
  },
};

/** What stands in a verdict's place where there is none to rely on. */
export const NO_VERDICTS: Readonly<Record<'unknown' | 'outdated', Telling>> = {
  unknown: { symbol: '–', word: 'not verified', sentence: 'Nobody has asked this server to verify it.' },
  outdated: {
    symbol: '◷',
    word: 'outdated',
    sentence: 'It was verified too long ago for the answer to be relied on.',
  },
};

/** What a person has come to ask, answered before it is explained. */
export const ANSWERS: Readonly<Record<Verdict | keyof typeof NO_VERDICTS, string>> = {
  consistent: 'These accounts belong together.',
  weak: 'Do not rely on it yet.',
  conflicting: 'Do not trust it: somebody may be lying.',
  none: 'Nothing says which accounts are its own.',
  unknown: 'Nothing is known of it here.',
  outdated: 'Have it verified again before you rely on it.',
};

/** Of a report that is the last good one. */
export const INCOMPLETE = {
  word: 'incomplete',
  sentence: 'Incomplete: not everything could be read now; this is what is known.',
} as const;

/** Profile section 4, each state in a few words. */
export const STATES: Readonly<Record<AccountState, Telling>> = {
  consistent: { symbol: '✔', word: 'consistent', sentence: 'It shows the key, and the key names it.' },
  stale: {
    symbol: '✔',
    word: 'stale',
    sentence: 'It shows an older statement of the same key, which still names it.',
  },
  conflicting: { symbol: '✘', word: 'conflicting', sentence: 'It shows another key, which names it too.' },
  invalid: {
    symbol: '✘',
    word: 'invalid',
    sentence: 'What claims to be a statement there does not hold.',
  },
  foreign: { symbol: '✘', word: 'foreign', sentence: 'It shows a statement of another identity.' },
  're-registered': {
    symbol: '✘',
    word: 're-registered',
    sentence: 'The name has a new account behind it.',
  },
  expired: { symbol: '!', word: 'expired', sentence: 'The only statement there is past its end.' },
  revoked: { symbol: '–', word: 'revoked', sentence: 'The key says that it is hers no longer.' },
  unclaimed: { symbol: '–', word: 'unclaimed', sentence: 'It shows the key, which does not name it.' },
  'one-way': { symbol: '○', word: 'one-way', sentence: 'The key names it, and it shows nothing.' },
  silent: { symbol: '○', word: 'silent', sentence: 'It shows nothing, and the key does not name it.' },
  unreachable: { symbol: '?', word: 'unreachable', sentence: 'It could not be read.' },
};

/** How many support the leading key. */
export function operatorsText({
  independentOperators: n,
}: {
  readonly independentOperators: number;
}): string {
  return `${n} independent operator${n === 1 ? '' : 's'}`;
}

/** Of a report that knows no history (scoring section 4). */
export const FIRST_LOOK =
  'First look: nobody has watched this identity before, so whoever holds its provider decides.';

export const NOT_ANCHORED =
  'The key is not anchored: these accounts belong together, but nothing says that they are this identity’s.';

/** Of a consistent report with an alert, or with an account that contradicts it. */
export const BUT_NOT_ALL = 'These accounts belong together, but not everything agrees.';

/** Of a key that leads, without an alert and without an account that contradicts it. */
export const NOTHING_AGAINST = 'Nothing that was seen speaks against it.';

export const NO_KEY_LEADS = 'No key leads.';

/** `4 independent operators show its key; an attacker would need 3 at once …`: who speaks for it, and what that is worth. */
export function supportText(report: Pick<Report, 'independentOperators' | 'takeoverThreshold'>): string {
  const shows = report.independentOperators === 1 ? 'shows' : 'show';
  return `${operatorsText(report)} ${shows} its key${takeover(report)}`;
}

function takeover({ takeoverThreshold: n }: Pick<Report, 'takeoverThreshold'>): string {
  if (n === null) return '.';
  if (n === 1) return '; whoever holds the provider could put a key of his in its place.';
  return `; an attacker would need ${n} at once to put a key of his in its place.`;
}

/** Odds with more figures would say more than the model knows. */
const ODDS_FIGURES = 2;
const ROUNDING = 1e-9;
/** Far below what is left at the highest score, and far above what arithmetic makes of it. */
const SCORE_STEP = 1e-12;

/** The score in words: `3,300 to 1 that this key is its holder’s`, rounded towards nothing known. */
export function oddsText({ score }: Pick<Report, 'score'>): string {
  const rest = Math.round((1 - score) / SCORE_STEP) * SCORE_STEP;
  const odds = score >= 0.5 ? score / rest : rest / Math.max(score, SCORE_STEP);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(odds)) + 1 - ODDS_FIGURES);
  // What only arithmetic has taken away is given back: 0.99 is 99 to 1.
  const rounded = Math.floor(odds / step + ROUNDING) * step;
  const shown = `${rounded.toLocaleString('en')} to 1`;
  return score >= 0.5
    ? `${shown} that this key is its holder’s`
    : `${shown} that this key is not its holder’s`;
}

const WHY: Readonly<Record<Exclude<StateResult['why'], 'not-read' | 'broken'>, string>> = {
  leading: 'It shows the key, and the statement names it.',
  unattributed: 'It shows the key, but anybody who may write on this page could have put it there.',
  older: 'It shows an older statement of the same key; the newest one still names it.',
  'other-key': 'It shows another key, whose statement names this account as its own.',
  equivocal: 'It shows one of two different statements that one key signed with one sequence number.',
  'revoked-account': 'The statement says that this account is no longer the user’s.',
  'ended-key': 'It shows a key that its owner has ended.',
  'not-named': 'It shows the key, but the statement does not name it: anybody can copy a public statement.',
  'older-not-named': 'It shows an older statement, which does not name it.',
  'other-subject': 'It shows a statement of another identity.',
  'past-exp': 'The only statement there is past its end.',
  'new-account-id': 'The service gives this name a new account id: it is not the account seen before.',
  'created-later': 'The service says it was made after the first statement that names it.',
  'unknown-token': 'It shows a token of a key not seen here.',
  nothing: 'It was read, and shows nothing of this identity.',
  absent: 'There is nothing at the places where a proof would stand.',
  dropped: 'It showed the key before and shows nothing now; the newest statement no longer names it.',
};

const NOT_ASKED = 'Nothing says that it was read.';
const NOT_READ = 'It could not be read.';
const BROKEN = 'What claims to be a statement there does not hold';

/** The sentence behind a state. */
export function reasonOf(view: AccountView, result: StateResult): string {
  if (result.why === 'not-read') {
    if (view.outcome === 'not-asked' && !view.vertex.unsupported) return NOT_ASKED;
    const reason = view.vertex.unsupported ? 'unsupported' : (view.reason ?? 'connect');
    const sentence = whyUnreachable(reason);
    return view.detail ? `${sentence} ${oneLine(view.detail)}` : sentence;
  }
  if (result.why === 'broken') {
    return `${BROKEN}: ${oneLine(view.invalid[0]?.message ?? '')}`;
  }
  const via = result.via ? ` Served by ${result.via}.` : '';
  return `${WHY[result.why]}${via}`;
}

/** Evidence of another version may have reasons that this one does not know. */
function whyUnreachable(reason: string | undefined): string {
  const known = UNREACHABLE_REASONS.find((one) => one === reason);
  return known === undefined ? NOT_READ : UNREACHABLE[known].sentence;
}

const OWN_SENTENCES: ReadonlySet<string> = new Set([
  ...Object.values(WHY),
  ...Object.values(UNREACHABLE).map(({ sentence }) => sentence),
  ...[NOT_ASKED, NOT_READ, `${BROKEN}.`],
]);

/** The same sentence without a word of anybody else's: details quote addresses, redirects, and what was signed. */
export function ownReason({ reason, state, found, unreachable }: ReportAccount): string {
  if (OWN_SENTENCES.has(reason)) return reason;
  const own = Object.values(WHY).find((sentence) => reason.startsWith(`${sentence} `));
  const via = found.find((place) => reason === `${own} Served by ${place.servedBy}.`);
  if (own) return via ? reason : own;
  if (state === 'unreachable') return whyUnreachable(unreachable);
  return state === 'invalid' ? `${BROKEN}.` : `It is ${STATES[state].word}.`;
}

/** Columns of the longest text of a stranger's making that is shown. */
const MAX_DETAIL = 240;

/** Text of strangers on one line, without control and format characters (terminal escapes, bidi overrides), and cut. */
export function oneLine(text: string): string {
  return cut(printable(text), MAX_DETAIL);
}

/** The same in its whole length. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
