import { makeBadge } from 'badge-maker';
import { STANDINGS } from '../design/appearance.js';
import { NEUTRALS } from '../design/palette.js';
import { printable } from '../design/printable.js';
import { madeXml } from '../design/xml.js';
import type { BadgeFacts } from './facts.js';
import { type Drawn, idSuffix } from './picture.js';
import type { ShieldsStyle } from './styles.js';
import { message } from './words.js';

/** Columns of the subject on a badge of one line; it stands in full in the title. */
const LABEL_COLUMNS = 48;
/** Seconds that shields.io keeps a badge: its own least. */
const CACHE_SECONDS = 300;

/** What a shields badge says, and in which colours: the same in every theme, as such badges are. */
function parts(facts: BadgeFacts): { label: string; message: string; color: string; labelColor: string } {
  const { colours } = STANDINGS[facts.standing];
  return {
    label: printable(facts.subject, LABEL_COLUMNS),
    message: message(facts),
    color: colours.solid.light,
    labelColor: NEUTRALS.slab.light,
  };
}

/** Everything that badge-maker draws before what can be seen: ours says more. */
const OPENING =
  /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="([\d.]+)" height="([\d.]+)" role="img" aria-label="[^"<>]*"><title>[^<>]*<\/title>/;

/** The inside of a badge in one of shields' styles, without its root. */
export function shields(facts: BadgeFacts, style: ShieldsStyle): Drawn {
  const made = makeBadge({ ...parts(facts), style, idSuffix: idSuffix(facts, { style }) });
  const opening = OPENING.exec(made);
  if (opening === null || !made.endsWith('</svg>'))
    throw new Error('badge-maker draws otherwise than it did');
  return {
    width: Number(opening[1]),
    height: Number(opening[2]),
    content: madeXml(made.slice(opening[0].length, -'</svg>'.length)),
  };
}

/** The endpoint schema of shields.io, version 1. */
export interface ShieldsJson {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly labelColor: string;
  readonly isError: boolean;
  readonly cacheSeconds: number;
}

export function shieldsJson(facts: BadgeFacts): ShieldsJson {
  // Of an error nobody who embeds it can change the colour: only what is green anyway may be made another green.
  const isError = facts.standing !== 'consistent';
  return { schemaVersion: 1, ...parts(facts), isError, cacheSeconds: CACHE_SECONDS };
}
