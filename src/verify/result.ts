import type { Refusal } from './types.js';

/** What a check hands on, or why it refused. Strangers' mistakes are values, never exceptions. */
export type Checked<T> = { readonly ok: true; readonly value: T } | Refused;

/** A refusal: a closed code for programs and one sentence for a person. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly message: string;
}

/** Wraps a value that passed. */
export function pass<T>(value: T): Checked<T> {
  return { ok: true, value };
}

/** Makes a refusal. */
export function refuse(refusal: Refusal, message: string): Refused {
  return { ok: false, refusal, message };
}

/** A JSON object of a stranger: members are unknown until checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object, false for arrays, null and everything else. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member itself, never one inherited (`constructor`, `toString` …). */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
