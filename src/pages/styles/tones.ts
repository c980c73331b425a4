import { toneVariables } from '../../design/css-variables.js';
import { TONES, type ToneName } from '../../design/palette.js';

/** A part of a page or of a picture takes its colours from the tone that it stands in. */
export const TONES_CSS = (Object.keys(TONES) as ToneName[])
  .map((name) => `.tone-${name}{${toneVariables(name)}}\n`)
  .join('');
