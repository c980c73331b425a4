import type { Form, Point } from '../geometry.js';
import { linesOf } from '../measure.js';
import { LINE, METRICS, WORD_SIZE } from './metrics.js';
import { type GraphModel, LINKS, type Link } from './model.js';
import { ANCHOR_WORDS, LINK_WORDS } from './words.js';

export interface LegendEntry extends Point {
  readonly sample: Exclude<Link, 'none'> | 'anchor';
  readonly lines: readonly string[];
}

export interface Legend {
  readonly entries: readonly LegendEntry[];
  /** Where it ends. */
  readonly end: number;
}

/** Room for the sample line. */
export const SAMPLE = 48;
const COLUMNS: Readonly<Record<Form, number>> = { wide: 2, narrow: 1 };
const MOST_LINES = 2;

/** Explains what is drawn, and nothing else. */
export function legendOf(model: GraphModel, form: Form, top: number): Legend {
  const links = new Set(model.groups.flatMap(({ rows }) => rows.map(({ link }) => link)));
  const samples: (readonly [LegendEntry['sample'], string])[] = [
    ...(model.groups.some((g) => g.provider === 'anchor') ? [['anchor', ANCHOR_WORDS] as const] : []),
    ...LINKS.flatMap((l) => (l !== 'none' && links.has(l) ? [[l, LINK_WORDS[l]] as const] : [])),
  ];
  const columns = COLUMNS[form];
  const width = METRICS[form].width / columns;
  const entries: LegendEntry[] = [];
  let y = top;
  for (let i = 0; i < samples.length; i += columns) {
    const row = samples.slice(i, i + columns).map(([sample, text], column) => {
      const lines = linesOf(text, width - SAMPLE, WORD_SIZE, 'sans', MOST_LINES);
      return { sample, lines, x: column * width, y };
    });
    entries.push(...row);
    y += Math.max(...row.map(({ lines }) => lines.length)) * LINE + 4;
  }
  return { entries, end: y };
}
