/** The middle one, or of an even number the lower of the two. @throws RangeError for none */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The smallest value that this part of all does not exceed. @throws RangeError for none */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('there is nothing to take a percentile of');
  return value;
}
