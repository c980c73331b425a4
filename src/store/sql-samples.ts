import { batches } from './batches.js';
import type { Database, Queries, Row } from './database.js';
import { MAX_SAMPLES, MAX_SERIES_LENGTH } from './limits.js';
import * as sql from './sample-statements.js';
import type { Sample, SampleStore } from './sample-types.js';
import { checkedLimit, isoTime } from './values.js';

/**
 * Samples over any Database. Rows are always written in one order, so that two processes that count the same do not
 * wait for each other in a circle.
 */
export class SqlSamples implements SampleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(samples: readonly Sample[]): Promise<void> {
    await this.#put(
      sql.ADD_SAMPLES,
      inOrder(samples, (before, value) => before + value),
    );
  }

  async set(samples: readonly Sample[]): Promise<void> {
    await this.#put(
      sql.SET_SAMPLES,
      inOrder(samples, (_, value) => value),
    );
  }

  async since(prefix: string, from: string): Promise<readonly Sample[]> {
    const rows = await this.#database.rows(sql.SELECT_SAMPLES, [prefix, prefix.length, isoTime(from)]);
    // By us: databases sort text by rules of their own.
    return rows.map(toSample).sort(bySeriesThenSlot);
  }

  async prune(prefix: string, before: string, limit: number): Promise<number> {
    const values = [prefix, prefix.length, isoTime(before), checkedLimit(limit)];
    return this.#database.write((queries) => queries.change(sql.PRUNE_SAMPLES, values));
  }

  async #put(statement: (rows: number) => string, samples: readonly Sample[]): Promise<void> {
    if (samples.length === 0) return;
    await this.#database.write((queries) => putAll(queries, statement, samples));
  }
}

async function putAll(
  queries: Queries,
  statement: (rows: number) => string,
  samples: readonly Sample[],
): Promise<void> {
  for (const batch of batches(samples)) {
    const values = batch.flatMap(({ series, slot, value }) => [series, slot, value]);
    await queries.change(statement(batch.length), values);
  }
}

/** Sorted, and each once: a statement may not change one row twice. @throws RangeError for what is no sample of ours */
function inOrder(
  samples: readonly Sample[],
  merge: (before: number, value: number) => number,
): readonly Sample[] {
  if (samples.length > MAX_SAMPLES) throw new RangeError(`at most ${MAX_SAMPLES} samples at once`);
  const merged = new Map<string, Sample>();
  for (const { series, slot, value } of samples.map(checked)) {
    const key = `${slot} ${series}`;
    const before = merged.get(key);
    merged.set(key, { series, slot, value: before === undefined ? value : merge(before.value, value) });
  }
  return [...merged.values()].sort(bySeriesThenSlot);
}

/** Lower-case words with dots between them: nothing that a stranger spelt gets into a name. */
const SERIES = /^[a-z0-9][a-z0-9.-]*$/;

function checked({ series, slot, value }: Sample): Sample {
  if (series.length > MAX_SERIES_LENGTH || !SERIES.test(series))
    throw new RangeError('a series has a name of ours');
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('a sample is a whole number from 0 on');
  return { series, slot: isoTime(slot), value };
}

function bySeriesThenSlot(a: Sample, b: Sample): number {
  if (a.series !== b.series) return a.series < b.series ? -1 : 1;
  return a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : 0;
}

function toSample(row: Row): Sample {
  return { series: String(row.series), slot: String(row.slot), value: Number(row.value) };
}
