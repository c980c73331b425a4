/** Edits that a slip of the fingers makes, and no more. */
const MAX_EDITS = 3;

/** The name that was probably meant; null where none is near. */
export function nearest(text: string, names: readonly string[]): string | null {
  const [best] = names
    .filter((name) => Math.abs(name.length - text.length) <= MAX_EDITS)
    .map((name) => ({ name, edits: editDistance(text, name) }))
    .filter(({ edits }) => edits <= MAX_EDITS)
    .sort((a, b) => a.edits - b.edits);
  return best?.name ?? null;
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
