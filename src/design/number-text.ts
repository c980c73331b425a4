const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** `1,234,567`: whole numbers for people. */
export function numberText(value: number): string {
  return WHOLE.format(value);
}

/** `12K`, `1.5M`, where room is short. */
export function shortNumber(value: number): string {
  return SHORT.format(value);
}

/** `96 %`, `0.33 %`. Never `100 %` or `0 %` of what is less or more. @param share 0 to 1 */
export function percentText(share: number): string {
  if (share > 0.99 && share < 1) return 'over 99 %';
  if (share > 0 && share < 0.0001) return 'below 0.01 %';
  return `${PERCENT.format(share * 100)} %`;
}
