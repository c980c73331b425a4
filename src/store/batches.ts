/** More rows in one statement gain nothing, and every size is a statement of its own, prepared and kept. */
const LARGEST = 64;

/** Slices of 64, then of 32, 16 … 1, so that any number of rows takes few round trips and seven statements. */
export function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  let at = 0;
  for (let size = LARGEST; size >= 1; size /= 2) {
    for (; items.length - at >= size; at += size) yield items.slice(at, at + size);
  }
}

/** The same values, the last one repeated until a batch is full: for what may be asked twice and must be one query. */
export function filledBatch<T>(items: readonly T[]): readonly T[] {
  const [last] = items.slice(-1);
  if (last === undefined) return items;
  const size = 2 ** Math.ceil(Math.log2(items.length));
  return [...items, ...Array.from({ length: size - items.length }, () => last)];
}

/** A statement for each size of batch; `$n` are numbered through the rows. */
export function batchStatements(
  columns: number,
  statement: (rows: string) => string,
): (rows: number) => string {
  const bySize = new Map<number, string>();
  for (let size = LARGEST; size >= 1; size /= 2) bySize.set(size, statement(placeholders(size, columns)));
  return (rows) => {
    const text = bySize.get(rows);
    if (text === undefined) throw new RangeError(`no batch has ${rows} rows`);
    return text;
  };
}

/** `($1, $2), ($3, $4)` for two rows of two. */
function placeholders(rows: number, columns: number): string {
  const row = (at: number): string =>
    `(${Array.from({ length: columns }, (_, column) => `$${at * columns + column + 1}`).join(', ')})`;
  return Array.from({ length: rows }, (_, at) => row(at)).join(', ');
}
