import { ProblemError } from './problems.js';

/** Elements of an Accept field that are looked at: browsers send eight. */
const MAX_RANGES = 64;

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

/**
 * The media type among `offered`, the preferred first, that an Accept field likes best (RFC 9110 section 12.5.1).
 * Parameters other than `q` are not looked at: none of ours have any.
 *
 * @throws ProblemError `not-acceptable`
 */
export function negotiate<T extends string>(accept: string | undefined, offered: readonly [T, ...T[]]): T {
  const best = preferred(accept, offered);
  if (best === null) throw new ProblemError('not-acceptable', `Here is ${offered.join(' or ')}.`);
  return best;
}

/** The same; null: it likes none of them. */
export function preferred<T extends string>(
  accept: string | undefined,
  offered: readonly [T, ...T[]],
): T | null {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').slice(0, MAX_RANGES).flatMap(rangeOf);
  let best: { readonly type: T; readonly quality: number } | null = null;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > 0 && (best === null || quality > best.quality)) best = { type, quality };
  }
  return best?.type ?? null;
}

function rangeOf(text: string): MediaRange[] {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type, subtype, ...more] = range.split('/');
  if (!type || !subtype || more.length > 0) return [];
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  if (weight === undefined) return [{ type, subtype, quality: 1 }];
  const value = /^q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.exec(weight)?.[1];
  return value === undefined ? [] : [{ type, subtype, quality: Number(value) }];
}

/** That of the most particular range that matches. */
function qualityOf(offered: string, ranges: readonly MediaRange[]): number {
  const [type, subtype] = offered.split('/');
  let found = { quality: 0, precision: -1 };
  for (const range of ranges) {
    const precision = precisionOf(range, type, subtype);
    if (precision > found.precision) found = { quality: range.quality, precision };
  }
  return found.quality;
}

function precisionOf(range: MediaRange, type: string | undefined, subtype: string | undefined): number {
  if (range.type === type && range.subtype === subtype) return 2;
  if (range.type === type && range.subtype === '*') return 1;
  return range.type === '*' && range.subtype === '*' ? 0 : -1;
}
