import type { ToneName } from '../../design/palette.js';
import { type Box, type Form, right, WIDTHS } from '../geometry.js';
import { gravest } from './looks.js';
import type { Band, Timeline } from './model.js';

export interface PlacedBand extends Box {
  readonly band: Band;
}

export interface Dot {
  readonly x: number;
  readonly tone: ToneName;
  /** ISO time. */
  readonly at: string;
}

export interface StripLayout {
  readonly form: Form;
  readonly width: number;
  readonly height: number;
  readonly bands: readonly PlacedBand[];
  readonly dots: readonly Dot[];
}

/** More could not each be told by a sign. */
export const MAX_BANDS: Readonly<Record<Form, number>> = { wide: 16, narrow: 8 };
export const BAND_HEIGHT = 34;
/** A band is never too short for its sign. */
const LEAST_BAND = 26;
export const DOT_LINE = BAND_HEIGHT + 14;
export const DOT_RADIUS = 5;
/** Dots nearer to each other are one. */
const DOTS_APART = 2 * DOT_RADIUS + 2;
const STRIP_HEIGHT = DOT_LINE + 36;
const EDGE = 1;

/** Time runs from left to right, as long as it was, but for what would be too short to be seen. Pure. */
export function layoutStrip(timeline: Timeline, form: Form): StripLayout {
  const bands = bandBoxes(timeline.bands, WIDTHS[form] - 2 * EDGE);
  const dots: Dot[] = [];
  for (const { at, changes } of timeline.moments) {
    const x = positionOf(Date.parse(at), bands);
    const last = dots.at(-1);
    // The last come first: an older one is drawn where there is room beside a newer one.
    if (x !== null && (last === undefined || last.x - x >= DOTS_APART))
      dots.push({ x, tone: gravest(changes), at });
  }
  return { form, width: WIDTHS[form], height: STRIP_HEIGHT, bands, dots };
}

function bandBoxes(bands: readonly Band[], width: number): PlacedBand[] {
  const lengths = bands.map(({ from, to }) => Math.max(0, Date.parse(to) - Date.parse(from)));
  const total = lengths.reduce((sum, ms) => sum + ms, 0);
  const free = width - bands.length * LEAST_BAND;
  let x = EDGE;
  return bands.map((band, i) => {
    const share = total > 0 ? (lengths[i] ?? 0) / total : 1 / bands.length;
    const box = { band, x, y: EDGE, width: LEAST_BAND + share * free, height: BAND_HEIGHT };
    x += box.width;
    return box;
  });
}

/** Where an instant is, or null where it is before all bands. */
function positionOf(time: number, bands: readonly PlacedBand[]): number | null {
  const inside = (x: number, band: PlacedBand) =>
    Math.min(right(band) - DOT_RADIUS, Math.max(x, band.x + DOT_RADIUS));
  for (const placed of [...bands].reverse()) {
    const [from, to] = [Date.parse(placed.band.from), Date.parse(placed.band.to)];
    if (time < from) continue;
    const part = to > from ? Math.min(1, (time - from) / (to - from)) : 0;
    return inside(placed.x + part * placed.width, placed);
  }
  return null;
}
