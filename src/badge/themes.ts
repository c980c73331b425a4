import { FONTS, NEUTRALS, type Shade, type Theme, TONES, type Tone } from '../design/palette.js';
import { type Xml, xml } from '../design/xml.js';

/**
 * The style sheet inside of a picture that stands alone. Its colours are written out: what draws pictures outside of
 * browsers knows classes, and no custom properties.
 */
export function styleSheet(theme: Theme, rules: string): Xml {
  const colours =
    theme === 'auto'
      ? `${coloursOf('light')}@media (prefers-color-scheme:dark){${coloursOf('dark')}}`
      : coloursOf(theme);
  return xml`<style>text{font-family:${FONTS.text}}${rules}${colours}</style>`;
}

/** `.ink`, `.good-text`, `.good-solid` … fill; the same with `-line` draws a line. */
function coloursOf(shade: Shade): string {
  const neutrals = (['surface', 'line', 'ink', 'muted'] as const).map(
    (name) => [name, NEUTRALS[name][shade]] as const,
  );
  const tones = Object.entries<Tone>(TONES).flatMap(
    ([name, { text, fill, border, solid, onSolid }]) =>
      [
        [`${name}-text`, text[shade]],
        [`${name}-fill`, fill[shade]],
        [`${name}-border`, border[shade]],
        [`${name}-solid`, solid[shade]],
        [`${name}-on-solid`, onSolid[shade]],
      ] as const,
  );
  return [...neutrals, ...tones]
    .map(([name, colour]) => `.${name}{fill:${colour}}.${name}-line{stroke:${colour}}`)
    .join('');
}
