import { batchStatements, filledBatch } from './batches.js';
import type { Database } from './database.js';

/** What tells whether the newest report of a subject is still the one it was. */
export interface ReportMarks {
  /**
   * A mark of each subject, at most MAX_MARKS of them: while it is the same, the store's `latest` gives the same. No mark
   * comes twice, also not after the subject was forgotten. A subject of which nothing is kept has none.
   */
  of(subjects: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Subjects in one query: as many as there are statements for. */
export const MAX_MARKS = 64;

/**
 * The memory's revision moves with every report that is added or drawn anew, and begins again once the subject was
 * forgotten; the id of the newest verification never comes again. Both are found without reading a document.
 */
export const SELECT_MARKS = batchStatements(
  1,
  (rows) => `
  SELECT m.subject, m.revision,
    (SELECT v.id FROM verification AS v WHERE v.subject = m.subject AND v.revision IS NOT NULL
      ORDER BY v.revision DESC LIMIT 1) AS newest
  FROM memory AS m
  WHERE m.subject IN (VALUES ${rows})`,
);

/** Marks that are kept while nothing is written: those of the reports that a process keeps rendered, a few hundred bytes each. */
const MAX_KEPT = 8_192;

/** Marks over any Database; where it has a version, those found stay as long as that does. */
export class SqlMarks implements ReportMarks {
  readonly #database: Database;
  readonly #kept = new Map<string, string>();
  #version: number | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (subjects.length > MAX_MARKS)
      throw new RangeError(`the marks of at most ${MAX_MARKS} subjects at once`);
    if (this.#database.version === undefined) return this.#read(subjects);
    const version = await this.#database.version();
    if (version !== this.#version) this.#kept.clear();
    this.#version = version;
    const unknown = subjects.filter((subject) => !this.#kept.has(subject));
    const found = new Map(subjects.flatMap((subject) => this.#keptOf(subject)));
    for (const [subject, mark] of await this.#read(unknown)) {
      found.set(subject, mark);
      // Read after the version, so at least as new as that; found before it moved on, it might be older.
      if (version === this.#version) this.#keep(subject, mark);
    }
    return found;
  }

  #keptOf(subject: string): [string, string][] {
    const mark = this.#kept.get(subject);
    return mark === undefined ? [] : [[subject, mark]];
  }

  #keep(subject: string, mark: string): void {
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(subject, mark);
  }

  async #read(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (subjects.length === 0) return new Map();
    const asked = filledBatch(subjects);
    const rows = await this.#database.rows(SELECT_MARKS(asked.length), asked);
    return new Map(rows.map((row) => [String(row.subject), `${row.revision}.${row.newest}`]));
  }
}
