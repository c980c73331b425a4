import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { codeOf, type Failure, failure } from './failure.js';
import { MAX_CODINGS } from './limits.js';

export type Decoded = { readonly body: Uint8Array } | { readonly body: null; readonly failure: Failure };

/** What we can read, as it goes into Accept-Encoding. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

// node:zlib stops at `maxOutputLength` while it inflates, so a bomb never unfolds in memory.
const READERS: Readonly<
  Record<string, (data: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip), // RFC 9110 section 8.4.1.3: the same
  br: promisify(brotliDecompress),
  deflate: (data, options) => (isZlib(data) ? promisify(inflate) : promisify(inflateRaw))(data, options),
};

/** RFC 9110 section 8.4.1.2 means zlib by `deflate`; some servers send raw deflate. RFC 1950 section 2.2 tells them apart. */
function isZlib(data: Uint8Array): boolean {
  const [cmf = 0, flags = 0] = data;
  return (cmf & 0x0f) === 8 && ((cmf << 8) | flags) % 31 === 0;
}

/** The codings of a Content-Encoding header in the order to undo them, or null where one is not known to us. */
export function parseCodings(header: string | undefined): readonly string[] | null {
  const names = (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MAX_CODINGS || names.some((name) => !Object.hasOwn(READERS, name))) return null;
  return names.reverse();
}

/** Undoes the codings; no step may make more than `maxBytes`. */
export async function decode(
  data: Uint8Array,
  codings: readonly string[],
  maxBytes: number,
): Promise<Decoded> {
  let body = data;
  for (const coding of codings) {
    // A HEAD-like empty answer that still names a coding is empty.
    if (body.length === 0) break;
    try {
      body = await (READERS[coding] as (typeof READERS)[string])(body, { maxOutputLength: maxBytes });
    } catch (error) {
      return { body: null, failure: decodeFailure(error, coding, maxBytes) };
    }
  }
  return body.length > maxBytes ? { body: null, failure: tooLarge(maxBytes) } : { body };
}

/** The body is refused, never cut: half a document could hide what the other half says. */
export const tooLarge = (maxBytes: number): Failure =>
  failure('too-large', `the body is larger than ${maxBytes} bytes`);

function decodeFailure(error: unknown, coding: string, maxBytes: number): Failure {
  if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
  return failure('malformed', `the body is not the ${coding} that its header promises`);
}
