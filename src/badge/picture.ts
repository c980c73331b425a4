import { createHash } from 'node:crypto';
import type { Theme } from '../design/palette.js';
import { type Xml, xml } from '../design/xml.js';
import type { BadgeFacts } from './facts.js';
import type { BadgeStyle } from './styles.js';
import { description, title } from './words.js';

/** How a badge is drawn. */
export interface Drawing {
  readonly style: BadgeStyle;
  readonly theme: Theme;
}

/** What is drawn, and how large. */
export interface Drawn {
  /** Pixels at its natural size. */
  readonly width: number;
  readonly height: number;
  readonly content: Xml;
}

/** Hexadecimal digits of a badge's own ids: several stand in one page, and two of one subject say the same. */
const ID_DIGITS = 8;

/** Ends the ids of one badge. */
export function idSuffix({ subject }: BadgeFacts, { style }: Pick<Drawing, 'style'>): string {
  return createHash('sha256').update(`${style} ${subject}`).digest('hex').slice(0, ID_DIGITS);
}

/**
 * The root of every badge: an image with a name and a description for who cannot see it, and in `data-` attributes what
 * the badge says, for programs. Its direction is its own, whatever page it stands in.
 */
export function picture(facts: BadgeFacts, drawing: Drawing, { width, height, content }: Drawn): Xml {
  const { subject, standing, report } = facts;
  const suffix = idSuffix(facts, drawing);
  const [name, text] = [`crossproof-title-${suffix}`, `crossproof-desc-${suffix}`];
  const dated = report && xml` data-verdict="${report.verdict}" data-generated-at="${report.generatedAt}"`;
  const root = xml`xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" direction="ltr" role="img" aria-labelledby="${name}" aria-describedby="${text}" data-subject="${subject}" data-standing="${standing}"${dated}`;
  return xml`<svg ${root}><title id="${name}">${title(facts)}</title><desc id="${text}">${description(facts)}</desc>${content}</svg>`;
}
