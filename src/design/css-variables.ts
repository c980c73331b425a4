import {
  CORNER,
  FONTS,
  NEUTRALS,
  type Paint,
  type Shade,
  SPACES,
  TEXT_SIZES,
  TONES,
  type Tone,
  type ToneName,
} from './palette.js';

type Declaration = readonly [property: string, value: string];

/** Roles of a tone and the end of the property that each is read from. */
const ROLES: readonly (readonly [role: keyof Tone, suffix: string])[] = [
  ['text', 'text'],
  ['fill', 'fill'],
  ['border', 'border'],
  ['solid', 'solid'],
  ['onSolid', 'on-solid'],
];

/**
 * The table of colours as custom properties, for a style's beginning: `--page`, `--ink` … and `--good-text` … for the
 * tones. The reader's system chooses the theme, unless the root element says `data-theme="light"` or `"dark"`.
 */
export function cssVariables(): string {
  const dark = [...colours('dark'), ['color-scheme', 'dark'] as const];
  return [
    rule(':root', [...colours('light'), ['color-scheme', 'light'], ...measures()]),
    `@media (prefers-color-scheme:dark){\n${rule(':root:not([data-theme="light"])', dark)}}\n`,
    rule(':root[data-theme="dark"]', dark),
  ].join('');
}

/** Colours of one theme. */
function colours(shade: Shade): Declaration[] {
  const neutrals = Object.entries<Paint>(NEUTRALS);
  const tones = Object.entries<Tone>(TONES).flatMap(([name, tone]) =>
    ROLES.map(([role, suffix]) => [`${name}-${suffix}`, tone[role]] as const),
  );
  return [...neutrals, ...tones].map(([name, paint]) => [`--${name}`, paint[shade]]);
}

function measures(): Declaration[] {
  return [
    ...SPACES.map((rem, step): Declaration => [`--space-${step}`, rem === 0 ? '0' : `${rem}rem`]),
    ...Object.entries(TEXT_SIZES).map(([name, rem]): Declaration => [`--text-${name}`, `${rem}rem`]),
    ['--corner', `${CORNER}rem`],
    ['--font-text', FONTS.text],
    ['--font-code', FONTS.code],
  ];
}

function rule(selector: string, declarations: readonly Declaration[]): string {
  return `${selector}{${declarations.map(([name, value]) => `${name}:${value}`).join(';')}}\n`;
}

/** Declarations that give to what stands in a place the colours of a tone: `--tone-text`, `--tone-fill`, `--tone-border`. */
export function toneVariables(tone: ToneName): string {
  return ['text', 'fill', 'border'].map((role) => `--tone-${role}:var(--${tone}-${role})`).join(';');
}
