/** Drawn by badge-maker, as every badge of a README is. */
export const SHIELDS_STYLES = ['flat', 'flat-square', 'plastic', 'for-the-badge', 'social'] as const;
export type ShieldsStyle = (typeof SHIELDS_STYLES)[number];

/** `compact` is round, with a word and a date; `card` lists the accounts. */
export const BADGE_STYLES = [...SHIELDS_STYLES, 'compact', 'card'] as const;
export type BadgeStyle = (typeof BADGE_STYLES)[number];

export const DEFAULT_STYLE: BadgeStyle = 'flat';
