import { nameWarning } from './homograph.js';
import { hostForPeople, isUnresolvableHost } from './host.js';
import type { Identifier, IdentifierWarning, Kind, Scheme } from './types.js';

/** What a reader of one scheme found; `identify` makes the answer of it. */
export type Reading =
  | {
      readonly ok: true;
      readonly scheme: Scheme;
      readonly kind: Kind;
      readonly normalized: string;
      readonly mimi: string | null;
      readonly forms: Readonly<Record<string, string>>;
      /** A-labels; looked at for look-alikes and for names that never resolve. */
      readonly host: string | null;
      /** Names as people read them, looked at for look-alikes. */
      readonly names: readonly string[];
      /** Warnings that only the reader can know. */
      readonly warnings?: readonly IdentifierWarning[];
    }
  | { readonly ok: false; readonly message: string };

/** Host of a name without a domain (draft-mahy-mimi-identity-03 section 4): opaque, never fetched. */
export const NO_HOST = 'local.invalid';

/** A refusal. */
export function refused(message: string): Reading {
  return { ok: false, message };
}

/** The answer for `input`, warnings in one fixed order. */
export function answer(input: string, reading: Reading): Identifier {
  if (!reading.ok)
    return { input, valid: false, error: 'invalid-identifier', message: sentence(reading.message) };
  const { scheme, kind, normalized, mimi, forms } = reading;
  return { input, valid: true, scheme, kind, normalized, mimi, forms, warnings: warningsOf(reading) };
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

const ORDER: readonly IdentifierWarning[] = [
  'homograph',
  'mixed-script',
  'not-resolvable',
  'userinfo',
  'display-form',
];

function warningsOf(reading: Reading & { ok: true }): IdentifierWarning[] {
  const found = new Set<IdentifierWarning>(reading.warnings);
  const labels = reading.host === null ? [] : hostForPeople(reading.host).split('.');
  for (const name of [...labels, ...reading.names]) {
    const warning = nameWarning(name);
    if (warning !== null) found.add(warning);
  }
  if (reading.host !== null && isUnresolvableHost(reading.host)) found.add('not-resolvable');
  return ORDER.filter((one) => found.has(one));
}
