import { CODE_PLATFORMS } from './code.js';
import { FEDIVERSE_PLATFORMS } from './fediverse.js';
import { MEDIA_PLATFORMS } from './media.js';
import type { PlatformRow } from './row.js';
import { SITE_PLATFORMS } from './sites.js';
import { SOCIAL_PLATFORMS } from './social.js';

export type { PlatformRow } from './row.js';

/**
 * The table of platforms (scoring section 2): what can be taken over as one is one, so a company's services,
 * short links, page hosts and mail share a row. It knows the large ones whether or not they have an entry in the
 * catalogue: an account nobody can read yet must not count as a domain of its own.
 */
export const PLATFORMS: readonly PlatformRow[] = [
  ...CODE_PLATFORMS,
  ...SOCIAL_PLATFORMS,
  ...FEDIVERSE_PLATFORMS,
  ...SITE_PLATFORMS,
  ...MEDIA_PLATFORMS,
];

/** Operators of the table that run fediverse instances. */
export const FEDIVERSE_OPERATORS: ReadonlySet<string> = new Set(
  FEDIVERSE_PLATFORMS.map(([operator]) => operator),
);
