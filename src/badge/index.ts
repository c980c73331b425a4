import { pictureDigest, pictureMetadata } from '../verify/picture.js';
import { card } from './card.js';
import { compact } from './compact.js';
import type { BadgeFacts } from './facts.js';
import { type Drawing, type Drawn, picture } from './picture.js';
import { shields } from './shields.js';

export { type CarriedReport, carriedReport } from './carried.js';
export { type BadgeFacts, type BadgeOptions, badgeFacts } from './facts.js';
export type { Drawing } from './picture.js';
export { type ShieldsJson, shieldsJson } from './shields.js';
export { badgeUrl, elementSnippet, pageUrl, pathText, type Snippets, snippets } from './snippets.js';
export { BADGE_STYLES, type BadgeStyle, DEFAULT_STYLE } from './styles.js';
export { caption } from './words.js';

/** A badge: a whole SVG document on its own. Pure. */
export function renderBadge(facts: BadgeFacts, drawing: Drawing): string {
  return picture(facts, drawing, drawn(facts, drawing)).toString();
}

function drawn(facts: BadgeFacts, drawing: Drawing): Drawn {
  const { style } = drawing;
  if (style === 'card') return card(facts, drawing);
  return style === 'compact' ? compact(facts, drawing) : shields(facts, style);
}

/** Signs a report as a compact JWS, with the digest of the badge in its member `picture`. */
export type SignBadge = (digest: string) => Promise<string>;

/** The badge with the signed report in its metadata: anybody can check it, wherever it stands. */
export async function signedBadge(badge: string, sign: SignBadge): Promise<string> {
  const jws = await sign(pictureDigest(badge));
  const end = badge.lastIndexOf('</svg>');
  return `${badge.slice(0, end)}${pictureMetadata(jws)}${badge.slice(end)}`;
}
