import { MAX_BACK_OFF_MS } from '../fetch/limits.js';

/** A host asked to be left alone for so many milliseconds. */
export interface Rest {
  readonly host: string;
  readonly ms: number;
}

/** A host as URLs have it, 253 characters, and a port. */
const HOST = /^[a-z0-9_-](?:[a-z0-9._-]{0,252})(?::\d{1,5})?$/;
/** Characters of a message: a host, a number, and what JSON puts around them. */
const MAX_MESSAGE_LENGTH = 320;

export function writeRest({ host, ms }: Rest): string {
  return JSON.stringify({ host, ms });
}

/** Null for what `writeRest` did not write: others may publish on the same Redis. */
export function readRest(text: string): Rest | null {
  if (text.length > MAX_MESSAGE_LENGTH) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('host' in value) || !('ms' in value)) return null;
  const { host, ms } = value;
  if (typeof host !== 'string' || !HOST.test(host)) return null;
  if (typeof ms !== 'number' || !Number.isInteger(ms) || ms < 1 || ms > MAX_BACK_OFF_MS) return null;
  return { host, ms };
}
