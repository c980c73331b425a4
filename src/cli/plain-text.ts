/** Columns of a terminal that everybody has. */
export const COLUMNS = 80;

/**
 * Text of a stranger as it may reach a terminal: control characters could move the cursor or hide what was
 * said, and direction marks could turn it around.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu, '\uFFFD');
}

/** Breaks a sentence into lines of at most 80 columns; a word that is longer is cut. */
export function wrap(text: string, indent = ''): string[] {
  const width = COLUMNS - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text)
    .split(/ +/)
    .flatMap((part) => pieces(part, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}

function pieces(word: string, width: number): string[] {
  const result: string[] = [];
  for (let at = 0; at < word.length; at += width) result.push(word.slice(at, at + width));
  return result;
}
