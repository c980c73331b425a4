import { batches } from './batches.js';
import type { Queries, Row } from './database.js';
import * as sql from './wish-statements.js';

/** The keeper's wish among those of callers, who go by the id of their token. */
export const KEEPER = null;

/** A schedule whose row is held until the transaction ends, and who wants it how often, in seconds. */
export interface Standing {
  readonly subject: string;
  readonly wishes: Map<string | typeof KEEPER, number>;
  /** As the row has it. */
  readonly kept: Kept;
}

/** `keeper` is null where the schedule is the keeper's alone, and 0 where it is callers' alone. */
interface Kept {
  readonly every: number;
  readonly keeper: number | null;
}

/** Holds the schedules of these subjects, as far as there are any. At most as many as one batch has. */
export async function holdStanding(queries: Queries, subjects: readonly string[]): Promise<Standing[]> {
  return standingOf(queries, await queries.rows(sql.HOLD_SCHEDULES(subjects.length), subjects));
}

/** The same for rows that are held already. Their wishes are read now: whoever changes one holds the row first. */
export async function standingOf(queries: Queries, rows: readonly Row[]): Promise<Standing[]> {
  const all = rows.map(toStanding);
  const shared = new Map(
    all.flatMap((each) => (each.kept.keeper === null ? [] : [[each.subject, each] as const])),
  );
  for (const batch of batches([...shared.keys()])) {
    for (const row of await queries.rows(sql.SELECT_WISHES(batch.length), batch))
      shared.get(String(row.subject))?.wishes.set(String(row.caller), Number(row.every_seconds));
  }
  for (const { wishes, kept } of shared.values()) {
    // A process of an older version has changed it: what that writes is the keeper's.
    if (wishes.size > 0 && mostFrequent(wishes) !== kept.every) wishes.set(KEEPER, kept.every);
  }
  return all;
}

/** Writes what follows from the wishes: how often each is run, and the end of those that nobody wants. */
export async function keepStanding(queries: Queries, standing: readonly Standing[]): Promise<void> {
  const ended = standing.filter(({ wishes }) => wishes.size === 0);
  const changed = standing.filter((each) => each.wishes.size > 0 && hasChanged(each));
  for (const batch of batches(ended))
    await queries.change(
      sql.DELETE_SCHEDULES(batch.length),
      batch.map(({ subject }) => subject),
    );
  for (const batch of batches(changed))
    await queries.change(
      sql.CHANGE_SCHEDULES(batch.length),
      batch.flatMap(({ subject, wishes }) => [subject, mostFrequent(wishes), keeperOf(wishes)]),
    );
}

function toStanding(row: Row): Standing {
  const keeper = row.keeper_seconds ?? null;
  const kept: Kept = { every: Number(row.every_seconds), keeper: keeper === null ? null : Number(keeper) };
  const keepers = kept.keeper ?? kept.every;
  return {
    subject: String(row.subject),
    wishes: new Map(keepers > 0 ? [[KEEPER, keepers]] : []),
    kept,
  };
}

function hasChanged({ wishes, kept }: Standing): boolean {
  return mostFrequent(wishes) !== kept.every || keeperOf(wishes) !== kept.keeper;
}

function mostFrequent(wishes: Standing['wishes']): number {
  return Math.min(...wishes.values());
}

/** Null where his is the only one: then the schedule says it. */
function keeperOf(wishes: Standing['wishes']): number | null {
  const keeper = wishes.get(KEEPER) ?? 0;
  return wishes.size === 1 && keeper > 0 ? null : keeper;
}
