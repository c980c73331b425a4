/** What stands around an identifier in the text that it was copied from. */
const BEFORE = /[\s<("'`]/;
const AFTER = /[\s>)"'`,;]/;

// Sign by sign: a pattern that ends in `+$` is tried anew from each of them, and 15 kB of brackets kept a server busy for seconds.

/** The text without what stands before an identifier. Pure. */
export function withoutBefore(text: string): string {
  let start = 0;
  while (BEFORE.test(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** The text without what stands after an identifier. Pure. */
export function withoutAfter(text: string): string {
  let end = text.length;
  while (AFTER.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
