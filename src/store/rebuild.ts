import type { Evidence } from '../evidence/types.js';
import type { Queries } from './database.js';
import * as sql from './statements.js';
import type { Fold } from './types.js';
import { fromJson, toJson } from './values.js';

/** Evidence held in memory at once: years of verifications of one subject do not fit. */
const EVIDENCE_PAGE = 50;

/**
 * Folds the evidence of a subject's finished verifications again, oldest first, and replaces their reports and the
 * memory. Inside the caller's transaction; gives the number of verifications folded.
 */
export async function rebuildSubject(queries: Queries, subject: string, fold: Fold): Promise<number> {
  if ((await queries.change(sql.TOUCH_MEMORY, [subject])) === 0) return 0;
  let memory: unknown = null;
  let revision = 0;
  let count = 0;
  for (;;) {
    const page = await queries.rows(sql.SELECT_EVIDENCE, [subject, revision, EVIDENCE_PAGE]);
    for (const row of page) {
      const folded = await fold(memory, fromJson(row.evidence) as Evidence);
      memory = folded.memory;
      const report = folded.report === null ? null : toJson(folded.report);
      await queries.change(sql.REPLACE_REPORT, [String(row.id), report]);
      revision = Number(row.revision);
    }
    count += page.length;
    if (page.length < EVIDENCE_PAGE) break;
  }
  await queries.change(sql.REPLACE_MEMORY, [subject, toJson(memory)]);
  return count;
}
