import { scoreText } from '../../report/text.js';
import type { PublicReport } from '../../report/types.js';
import { PARAMETERS } from '../../score/parameters.js';
import type { Bars } from './model.js';

export const NO_BARS = 'No key leads, so there is nothing to add up.';
export const TOGETHER = 'together';
export const UNITS = 'Decibans: 10 is ten to one, 20 a hundred to one.';
/** Evidence at which the score alone would do, where nothing else rivals. */
export const NEEDED =
  Math.round(100 * Math.log10(PARAMETERS.consistentScore / (1 - PARAMETERS.consistentScore))) / 10;
export const NEEDED_TEXT = 'needed';

/** `+16.1`, `−3.0`, `0.0` */
export function signed(db: number): string {
  const sign = db > 0 ? '+' : db < 0 ? '−' : '';
  return `${sign}${Math.abs(db).toFixed(1)}`;
}

export function barsTitle({ score }: Pick<PublicReport, 'score'>): string {
  return `Where the score of ${scoreText({ score })} comes from, in decibans`;
}

/** The same as the picture says, in words. */
export function barsDescription({ bars, total }: Bars): string {
  const parts = bars.map(({ name, db }) => `${name} ${signed(db)}`);
  return `${[...parts, `${TOGETHER} ${signed(total)}`].join('; ')}. ${UNITS} About ${signed(NEEDED)} is needed for a consistent verdict.`;
}
