import type { Database } from './database.js';

/** How much is kept of a subject. */
export interface Kept {
  /** Unfinished ones among them. */
  readonly verifications: number;
  readonly jobs: number;
  readonly scheduled: boolean;
}

const COUNT_KEPT = `
  SELECT
    (SELECT count(*) FROM verification WHERE subject = $1) AS verifications,
    (SELECT count(*) FROM job WHERE subject = $1) AS jobs,
    (SELECT count(*) FROM schedule WHERE subject = $1) AS schedules`;

export async function keptOf(database: Database, subject: string): Promise<Kept> {
  const [row] = await database.rows(COUNT_KEPT, [subject]);
  return {
    verifications: Number(row?.verifications),
    jobs: Number(row?.jobs),
    scheduled: Number(row?.schedules) > 0,
  };
}
