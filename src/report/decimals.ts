/** Six decimals: with a thousand operators the shares still add up to a hundredth of a deciban. */
export function decimals(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000 + 0;
}
