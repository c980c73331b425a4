import { ACCOUNT_STATES, type AccountState } from '../graph/types.js';
import { alertWords } from '../report/code-words.js';
import { ALERT_CODES, type AlertCode } from '../report/types.js';
import { NO_VERDICTS, STATES, type Telling, VERDICTS } from '../report/wording.js';
import type { Verdict } from '../score/verdict.js';
import { TONES, type Tone, type ToneName } from './palette.js';
import { SYMBOL_PATHS } from './symbols.js';

/** What a badge or a page says at first sight: a verdict, or that there is none to rely on. */
export type Standing = Verdict | keyof typeof NO_VERDICTS;

/** How one verdict or state looks, wherever it stands. Never by colour alone: symbol, word and colour together. */
export interface Appearance extends Telling {
  /** The symbol as path data, in a square of SYMBOL_BOX. */
  readonly path: string;
  readonly tone: ToneName;
  readonly colours: Tone;
}

function appearance(tone: ToneName, telling: Telling): Appearance {
  return { ...telling, tone, path: SYMBOL_PATHS[telling.symbol], colours: TONES[tone] };
}

const standing = (name: Standing, tone: ToneName): Appearance =>
  appearance(tone, { ...VERDICTS, ...NO_VERDICTS }[name]);

/** In the order they are told. */
export const STANDINGS: Readonly<Record<Standing, Appearance>> = {
  consistent: standing('consistent', 'good'),
  weak: standing('weak', 'caution'),
  conflicting: standing('conflicting', 'bad'),
  none: standing('none', 'quiet'),
  unknown: standing('unknown', 'quiet'),
  outdated: standing('outdated', 'quiet'),
};

const STATE_TONES: Readonly<Record<AccountState, ToneName>> = {
  consistent: 'good',
  stale: 'good',
  conflicting: 'bad',
  invalid: 'bad',
  foreign: 'bad',
  're-registered': 'bad',
  expired: 'caution',
  revoked: 'quiet',
  unclaimed: 'quiet',
  'one-way': 'quiet',
  silent: 'quiet',
  unreachable: 'caution',
};

/** Every account state (profile section 4). */
export const STATE_LOOKS = Object.fromEntries(
  ACCOUNT_STATES.map((state) => [state, appearance(STATE_TONES[state], STATES[state])]),
) as Readonly<Record<AccountState, Appearance>>;

const ALERT_TONES = { '!': 'caution', '✘': 'bad' } as const;

/** How something that speaks against an identity is shown; the sentence is the report's. */
export function alertLook(code: string): Omit<Appearance, 'sentence'> {
  const { symbol, word } = alertWords(code);
  const tone = ALERT_TONES[symbol];
  return { symbol, word, tone, path: SYMBOL_PATHS[symbol], colours: TONES[tone] };
}

/** Everything that can speak against an identity. */
export const ALERT_LOOKS = Object.fromEntries(ALERT_CODES.map((code) => [code, alertLook(code)])) as Readonly<
  Record<AlertCode, Omit<Appearance, 'sentence'>>
>;
