/** One word of a POSIX shell, whatever stands in it: what is copied from a page does what it says, and nothing else. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
