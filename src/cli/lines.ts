import { StringDecoder } from 'node:string_decoder';

/** Characters of a line that are kept: a document of the largest size that is inspected, every character escaped. */
export const MAX_LINE_LENGTH = 32 * 1024 * 1024;

/**
 * Splits a stream of UTF-8 bytes into lines at LF alone, a CR before it dropped (a lone CR is data: one line must give
 * one answer). What is longer than the limit is cut there: whoever reads it refuses it by its length.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  limit = MAX_LINE_LENGTH,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  const add = (text: string): void => {
    const room = limit + 1 - length;
    if (room <= 0) return;
    const part = text.length > room ? text.slice(0, room) : text;
    parts.push(part);
    length += part.length;
  };
  const take = (): string => {
    const line = parts.join('');
    parts = [];
    length = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      add(text.slice(from, end));
      yield take();
      from = end + 1;
    }
    add(text.slice(from));
  }
  add(decoder.end());
  // A last line without LF is a line; nothing after the last LF is none.
  if (length > 0) yield take();
}
