import { META_PRESCAN_BYTES } from './limits.js';

/** Where the scan stands; `text` is the first bytes of the document, one character a byte. */
interface Cursor {
  readonly text: string;
  at: number;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
}

/**
 * The encoding that an HTML document declares in its first 1,024 bytes, by the prescan of the WHATWG HTML
 * standard (section 13.2.3.2), lower case, or null. The label is not judged, except that the standard's two
 * replacements are made: a declaration that could be read as ASCII cannot be UTF-16.
 */
export function prescanMetaCharset(body: Uint8Array): string | null {
  const head = Buffer.from(body.subarray(0, META_PRESCAN_BYTES)).toString('latin1');
  const cursor: Cursor = { text: head, at: 0 };
  while (cursor.at < head.length) {
    const rest = head.slice(cursor.at, cursor.at + 6);
    if (rest.startsWith('<!--')) skipPast(cursor, '-->', 2);
    else if (/^<meta[\t\n\f\r /]/i.test(rest)) {
      cursor.at += 5;
      const charset = charsetOf(readAttributes(cursor));
      if (charset !== null) return charset;
    } else if (/^<\/?[a-z]/i.test(rest)) {
      while (cursor.at < head.length && !/[\t\n\f\r >]/.test(head.charAt(cursor.at))) cursor.at += 1;
      readAttributes(cursor);
    } else if (/^<[!/?]/.test(rest)) skipPast(cursor, '>', 1);
    else cursor.at += 1;
  }
  return null;
}

function skipPast(cursor: Cursor, mark: string, from: number): void {
  const found = cursor.text.indexOf(mark, cursor.at + from);
  cursor.at = found === -1 ? cursor.text.length : found + mark.length;
}

function charsetOf(attributes: readonly Attribute[]): string | null {
  const value = (name: string) => attributes.find((attribute) => attribute.name === name)?.value;
  const direct = value('charset')?.trim();
  const pragma = value('http-equiv') === 'content-type' ? charsetInContent(value('content') ?? '') : null;
  const label = direct || pragma;
  if (!label) return null;
  if (/^(?:utf-16(?:le|be)?|unicode|csunicode|ucs-2|iso-10646-ucs-2|unicodef[ef]{3})$/.test(label)) {
    return 'utf-8';
  }
  return label === 'x-user-defined' ? 'windows-1252' : label;
}

/** `text/html; charset=koi8-r`, as the standard's own loose algorithm reads it. */
function charsetInContent(content: string): string | null {
  const match = /charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r ;"']+))/.exec(content);
  return match ? (match[1] ?? match[2] ?? match[3] ?? '').trim() || null : null;
}

function readAttributes(cursor: Cursor): Attribute[] {
  const attributes: Attribute[] = [];
  for (let next = readAttribute(cursor); next !== null; next = readAttribute(cursor)) attributes.push(next);
  return attributes;
}

/** Names and values in lower case. Null at the end of the tag. */
function readAttribute(cursor: Cursor): Attribute | null {
  skipWhile(cursor, /[\t\n\f\r /]/);
  if (cursor.at >= cursor.text.length || cursor.text.charAt(cursor.at) === '>') return null;
  const start = cursor.at;
  cursor.at += 1; // A name may begin with `=`.
  skipWhile(cursor, /[^=\t\n\f\r />]/);
  const name = cursor.text.slice(start, cursor.at).toLowerCase();
  skipWhile(cursor, /[\t\n\f\r ]/);
  if (cursor.text.charAt(cursor.at) !== '=') return { name, value: '' };
  cursor.at += 1;
  skipWhile(cursor, /[\t\n\f\r ]/);
  return { name, value: readValue(cursor).toLowerCase() };
}

function readValue(cursor: Cursor): string {
  const quote = cursor.text.charAt(cursor.at);
  const start = quote === '"' || quote === "'" ? cursor.at + 1 : cursor.at;
  if (start === cursor.at) {
    skipWhile(cursor, /[^\t\n\f\r >]/);
    return cursor.text.slice(start, cursor.at);
  }
  const end = cursor.text.indexOf(quote, start);
  // Cut by the end of the 1,024 bytes: what is there of the value is none.
  cursor.at = end === -1 ? cursor.text.length : end + 1;
  return end === -1 ? '' : cursor.text.slice(start, end);
}

function skipWhile(cursor: Cursor, set: RegExp): void {
  while (cursor.at < cursor.text.length && set.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}
