import type { Database } from '../store/database.js';
import type { Metrics, StoreOperation } from './metrics.js';

/** The same database, each of whose operations is timed. */
export function measuredDatabase(database: Database, metrics: Pick<Metrics, 'storeUsed'>): Database {
  const timed = async <T>(operation: StoreOperation, run: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    let outcome: 'done' | 'failed' = 'failed';
    try {
      const result = await run();
      outcome = 'done';
      return result;
    } finally {
      metrics.storeUsed(operation, outcome, performance.now() - started);
    }
  };
  const version = database.version?.bind(database);
  return {
    ...(version === undefined ? {} : { version: () => timed('rows', version) }),
    rows: (sql, values) => timed('rows', () => database.rows(sql, values)),
    write: (job) => timed('write', () => database.write(job)),
    tryWrite: () => timed('write', () => database.tryWrite()),
    erase: () => timed('erase', () => database.erase()),
    close: () => database.close(),
  };
}
