/** One step of the schema. A released one is never edited: a change is the next number. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly statements: readonly string[];
}
