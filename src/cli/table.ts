import { columns } from '../report/columns.js';
import { plain } from './plain-text.js';

/** Rows in columns two spaces apart; the last column is as long as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const texts = rows.map((row) => row.map(plain));
  const widths: number[] = [];
  for (const row of texts)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, columns(cell));
  const pad = (cell: string, i: number) => cell + ' '.repeat((widths[i] ?? 0) - columns(cell));
  return texts.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('');
}

/** A time of the store for a person: to the minute. */
export function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
