import type { Location } from './location.js';

/** What a captured value may be. */
export interface ParamRule {
  /** Anchored and bounded; tested on the decoded value after folding. */
  readonly pattern: RegExp;
  /** Spellings that differ in case alone are one account. */
  readonly fold?: 'lower';
}

/** One kind of account URI of a service, with where to look for it. */
export interface Form {
  /** The template of the URI that reports use. */
  readonly canonical: string;
  /** Templates of other spellings of it: old domains, mobile hosts, profile pages of a sub-domain. */
  readonly spellings?: readonly string[];
  /** The host whose operator the account counts for, as a template. */
  readonly operator: string;
  /** A last condition on the values, where a pattern alone cannot tell. Pure. */
  readonly accepts?: (params: Readonly<Record<string, string>>) => boolean;
  /** Templates: see Location. */
  readonly places: readonly Location[];
}

/** What to put where, in the service's own words. */
export interface PublishStep {
  readonly where: string;
  readonly what: string;
  /** Template over the params and `{uri}`, `{resource}` (the URI, percent-encoded), `{token}`, `{statement}` (its own presentation, where there is one). */
  readonly value: string;
}

/** Accounts of the fixture pages under fixtures/web, and of the real service. */
export interface ServiceExamples {
  /** A spelling and the canonical URI it maps to. */
  readonly matches: readonly (readonly [spelling: string, canonical: string])[];
  /** Addresses that are no account of this service. */
  readonly rejects: readonly string[];
  /** Exists at the real service (live tests). */
  readonly claimed: string;
  /** Cannot exist at the real service (live tests). */
  readonly unclaimed: string;
  /** On the fixture pages: shows its proof; shows nothing; others show one on its page; does not exist (soft 404). */
  readonly fixtures: Readonly<Record<'proof' | 'silent' | 'others' | 'missing', string>>;
}

/**
 * One service: data, and at most a small pure function inside a step. The first form of the first service that
 * matches wins, so the catalogue lists the particular before the general.
 */
export interface Service {
  /** `github`, `fediverse` …: stands in reports. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly params: Readonly<Record<string, ParamRule>>;
  readonly forms: readonly Form[];
  readonly publish: readonly PublishStep[];
  readonly examples: ServiceExamples;
}
