import { prescanMetaCharset } from './meta-charset.js';

export interface DecodeOptions {
  /** Lower case, without parameters; '' when the answer had none. */
  readonly mediaType: string;
  /** The charset parameter of the answer, or null. */
  readonly charset: string | null;
  /** Look for a declaration in the document too. Without it, `text/html` and `application/xhtml+xml` are HTML. */
  readonly html?: boolean;
}

export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * Decodes a document strictly: bytes that are wrong in their encoding, and encodings that the WHATWG Encoding
 * standard does not know (UTF-7, UTF-32), are refused. A byte that is skipped or replaced could join or cut a token.
 *
 * The encoding is, in this order: the byte order mark (which is removed), the charset of the answer, for HTML the
 * declaration in its first 1,024 bytes, UTF-8. JSON is UTF-8 whatever the answer says (RFC 8259 section 8.1,
 * section 11). NUL becomes U+FFFD, as HTML has it, except in JSON, where it makes the document invalid.
 */
export function decodeText(body: Uint8Array, options: DecodeOptions): Decoded {
  const json = /^(?:application|text)\/(?:[a-z0-9!#$&^_.-]+\+)?json$/.test(options.mediaType);
  const html = options.html ?? /^(?:text\/html|application\/xhtml\+xml)$/.test(options.mediaType);
  // `charset=` without a value says nothing.
  const label = options.charset?.trim() || (html ? prescanMetaCharset(body) : null) || 'utf-8';
  const named = decoderFor(label);
  if (named === null) return { ok: false, message: `unknown charset ${JSON.stringify(label.slice(0, 40))}` };
  const decoder = json ? decoderFor('utf-8') : (decoderFor(byteOrderMark(body) ?? '') ?? named);
  if (decoder === null) throw new Error('a TextDecoder for UTF-8 is missing');
  const text = decode(decoder, body);
  if (text === null) return { ok: false, message: `the document is not valid ${decoder.encoding}` };
  return { ok: true, text: json ? text : text.replaceAll('\0', '\uFFFD') };
}

/** Null where the label names nothing that can be decoded (`replacement` among them, which refuses by design). */
function decoderFor(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function byteOrderMark(body: Uint8Array): string | null {
  const [first, second, third] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : null;
}

function decode(decoder: InstanceType<typeof TextDecoder>, body: Uint8Array): string | null {
  try {
    const text = decoder.decode(body);
    return decoder.encoding === 'windows-1252' ? text.replace(/[\x80-\x9f]/g, windows1252) : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Node 20 reads windows-1252 as ISO-8859-1: 0x80 to 0x9F come out as controls, which end words, where the standard
 * has letters, which do not. Bytes without a character stay controls.
 */
const WINDOWS_1252_UPPER = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function windows1252(control: string): string {
  return WINDOWS_1252_UPPER.charAt(control.charCodeAt(0) - 0x80);
}
