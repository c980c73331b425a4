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

/** Marks over any Database. */
export class SqlMarks implements ReportMarks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (subjects.length > MAX_MARKS)
      throw new RangeError(`the marks of at most ${MAX_MARKS} subjects at once`);
    if (subjects.length === 0) return new Map();
    const asked = filledBatch(subjects);
    const rows = await this.#database.rows(SELECT_MARKS(asked.length), asked);
    return new Map(rows.map((row) => [String(row.subject), `${row.revision}.${row.newest}`]));
  }
}
