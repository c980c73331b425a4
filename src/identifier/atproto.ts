import { MAX_HOST_OCTETS } from './limits.js';

/** Labels of 1 to 63 characters, the last not beginning with a digit (atproto handle specification). */
const HANDLE_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Top-level names that never resolve to a handle (atproto handle specification). */
const NEVER = new Set(['alt', 'arpa', 'example', 'internal', 'invalid', 'local', 'localhost', 'onion']);

export type HandleResult =
  | {
      readonly ok: true;
      /** Lower case. */
      readonly handle: string;
      /** False for a top-level name that atproto never resolves: right syntax, nobody's handle. */
      readonly resolvable: boolean;
    }
  | { readonly ok: false; readonly message: string };

/** An atproto handle: a domain name of at least two labels, ASCII only. */
export function readAtprotoHandle(text: string): HandleResult {
  const labels = text.length > MAX_HOST_OCTETS ? [] : text.toLowerCase().split('.');
  const top = labels.at(-1) ?? '';
  // Lower-casing turns U+212A into k: the input itself has to be ASCII.
  const valid =
    /^[!-~]*$/.test(text) &&
    labels.length >= 2 &&
    labels.every((label) => HANDLE_LABEL.test(label)) &&
    /^[a-z]/.test(top);
  if (!valid) return { ok: false, message: 'it is not an atproto handle: a domain name in ASCII' };
  return { ok: true, handle: labels.join('.'), resolvable: !NEVER.has(top) };
}
