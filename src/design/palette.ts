/** A colour in both themes, as `#rrggbb`. */
export interface Paint {
  readonly light: string;
  readonly dark: string;
}

export const THEMES = ['auto', 'light', 'dark'] as const;
/** `auto`: whichever of the two the reader's own system prefers. */
export type Theme = (typeof THEMES)[number];
export type Shade = Exclude<Theme, 'auto'>;

const paint = (light: string, dark: string): Paint => ({ light, dark });

/** Colours that mean nothing. `ink` and `muted` can be read on `page` and on `surface` (WCAG 2.2, 1.4.3 AA). */
export const NEUTRALS = {
  page: paint('#ffffff', '#11151a'),
  surface: paint('#f4f6f8', '#1a2027'),
  /** Lines that only order things. */
  line: paint('#d3d9df', '#343d47'),
  /** Edges of what can be used: 3:1 against `page` (1.4.11). */
  edge: paint('#78838e', '#7b8794'),
  ink: paint('#1b2229', '#e8edf2'),
  muted: paint('#55606b', '#a3aeba'),
  link: paint('#0b57ad', '#86b8ff'),
  focus: paint('#0b57ad', '#86b8ff'),
  /** The name's side of a badge, and the text on it. */
  slab: paint('#3c4650', '#3c4650'),
  'on-slab': paint('#ffffff', '#ffffff'),
} as const satisfies Readonly<Record<string, Paint>>;

/** One colour of meaning, in the roles that it plays. */
export interface Tone {
  /** Text and symbols on `fill`, `page` or `surface`. */
  readonly text: Paint;
  readonly fill: Paint;
  /** Around `fill`: 3:1 against the page. */
  readonly border: Paint;
  /** Full ground of a badge, and text on it. */
  readonly solid: Paint;
  readonly onSolid: Paint;
}

const WHITE = '#ffffff';

/** Every verdict and state has one of them; which, says `appearance.ts`. */
export const TONES = {
  good: {
    text: paint('#135e2b', '#7fdc9b'),
    fill: paint('#e3f6e8', '#12301d'),
    border: paint('#2b8148', '#3f9a5d'),
    solid: paint('#1c7a3d', '#1f7c40'),
    onSolid: paint(WHITE, WHITE),
  },
  caution: {
    text: paint('#774800', '#efc15c'),
    fill: paint('#fdf3d3', '#352a0e'),
    border: paint('#a06a0a', '#a8802a'),
    solid: paint('#8d5600', '#8d5600'),
    onSolid: paint(WHITE, WHITE),
  },
  bad: {
    text: paint('#a01325', '#ff9ea5'),
    fill: paint('#fdebec', '#411a1f'),
    border: paint('#c93443', '#d0525e'),
    solid: paint('#b3202f', '#c02f41'),
    onSolid: paint(WHITE, WHITE),
  },
  quiet: {
    text: paint('#4a5560', '#b3bdc7'),
    fill: paint('#edf0f3', '#252d35'),
    border: paint('#78838e', '#7b8794'),
    solid: paint('#5b6670', '#5f6b76'),
    onSolid: paint(WHITE, WHITE),
  },
} as const satisfies Readonly<Record<string, Tone>>;
export type ToneName = keyof typeof TONES;

/** Steps of space in rem, by their number: nothing is spaced otherwise. */
export const SPACES = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4] as const;
/** Sizes of text in rem. */
export const TEXT_SIZES = { small: 0.875, body: 1, large: 1.25, title: 1.75 } as const;
/** Radius of corners in rem. */
export const CORNER = 0.5;

/** Fonts that the reader has: none is fetched. */
export const FONTS = {
  text: 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif',
  code: 'ui-monospace,"SF Mono",Consolas,"Noto Sans Mono","DejaVu Sans Mono",monospace',
} as const;
