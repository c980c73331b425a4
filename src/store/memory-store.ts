import type { AccountReading, Evidence } from '../evidence/types.js';
import type { ResponseCache } from '../fetch/types.js';
import { DEFAULT_PAGE } from './limits.js';
import { MemoryResponses } from './memory-responses.js';
import type * as T from './types.js';
import {
  checkedId,
  checkedLimit,
  checkedSubject,
  closed,
  forgotten,
  fromJson,
  isoTime,
  toJson,
} from './values.js';

/** Kept as text, so that nobody who holds a value can change what is stored. */
interface Kept {
  readonly id: string;
  readonly subject: string;
  readonly startedAt: string;
  readonly perspective: string | null;
  readonly given: string;
  readonly readings: string[];
  finished: { at: string; evidence: string; report: string | null; revision: number } | null;
}

type Finished = Kept & { finished: NonNullable<Kept['finished']> };

/** The store of `--no-store`: the same behaviour for one run, nothing on disk. */
export function memoryStore(): T.Store {
  return new MemoryStore();
}

class MemoryStore implements T.Store {
  readonly #verifications = new Map<string, Kept>();
  readonly #memories = new Map<string, { revision: number; memory: string }>();
  readonly #responses = new MemoryResponses();
  #closed = false;

  async begin(verification: T.NewVerification): Promise<void> {
    this.#used();
    const kept: Kept = {
      id: checkedId(verification.id),
      subject: checkedSubject(verification.subject),
      startedAt: isoTime(verification.startedAt),
      perspective: verification.perspective ?? null,
      given: toJson(verification.given),
      readings: [],
      finished: null,
    };
    if (!this.#wanted(verification)) throw forgotten();
    this.#responses.expire(Date.parse(kept.startedAt));
    const known = this.#verifications.get(kept.id);
    if (known === undefined) this.#verifications.set(kept.id, kept);
    else if (known.subject !== kept.subject) {
      throw new RangeError('this id belongs to the verification of another subject');
    } else if (known.finished !== null) throw new RangeError('this verification is finished');
  }

  async addReading(id: string, reading: AccountReading): Promise<void> {
    const text = toJson(reading);
    this.#unforgotten(id).readings.push(text);
  }

  async finish(id: string, result: T.FinishedVerification): Promise<boolean> {
    const at = isoTime(result.finishedAt);
    const evidence = toJson(result.evidence);
    const report = result.report === null ? null : toJson(result.report);
    const memory = toJson(result.memory);
    const kept = this.#unforgotten(id);
    if (kept.finished !== null) throw new RangeError('this verification is finished');
    if ((this.#memories.get(kept.subject)?.revision ?? 0) !== result.expectedRevision) return false;
    const revision = result.expectedRevision + 1;
    this.#memories.set(kept.subject, { revision, memory });
    kept.finished = { at, evidence, report, revision };
    return true;
  }

  async discard(id: string): Promise<void> {
    this.#used();
    if (this.#verifications.get(id)?.finished === null) this.#verifications.delete(id);
  }

  async verification(id: string): Promise<T.StoredVerification | null> {
    this.#used();
    const kept = this.#verifications.get(id);
    return kept === undefined ? null : toVerification(kept);
  }

  async readings(id: string, after: number): Promise<readonly T.StoredReading[]> {
    this.#used();
    const all = (this.#verifications.get(id)?.readings ?? []).map((text, index) => ({
      ordinal: index + 1,
      reading: fromJson(text) as AccountReading,
    }));
    return all.filter(({ ordinal }) => ordinal > after);
  }

  async memory(subject: string): Promise<T.SubjectMemory | null> {
    this.#used();
    const kept = this.#memories.get(subject);
    return kept === undefined ? null : { revision: kept.revision, memory: fromJson(kept.memory) };
  }

  async latest(subject: string): Promise<T.LatestReport | null> {
    const finished = this.#finishedOf(subject);
    const last = finished.findLast((kept) => kept.finished.report !== null);
    if (last === undefined) return null;
    const newest = finished.at(-1) ?? last;
    const { at: checkedAt } = newest.finished;
    return { ...toReport(last), checkedAt, incomplete: newest !== last };
  }

  async reports(subject: string, options: T.ReportsOptions = {}): Promise<readonly T.FinishedReport[]> {
    const { before = Number.MAX_SAFE_INTEGER } = options;
    const lastFirst = this.#finishedOf(subject).reverse();
    return lastFirst
      .filter(({ finished }) => finished.revision < before)
      .slice(0, checkedLimit(options.limit ?? DEFAULT_PAGE))
      .map((kept) => ({ ...toReport(kept), revision: kept.finished.revision }));
  }

  async verifications(
    subject: string,
    options: T.VerificationsOptions = {},
  ): Promise<readonly T.StoredVerification[]> {
    const limit = checkedLimit(options.limit ?? DEFAULT_PAGE);
    const newestFirst = this.#of(subject).sort(
      (a, b) => compare(b.startedAt, a.startedAt) || compare(b.id, a.id),
    );
    return pageAfter(newestFirst, options.before, limit).map(toVerification);
  }

  async subjects(options: T.SubjectsOptions = {}): Promise<readonly string[]> {
    this.#used();
    const limit = checkedLimit(options.limit ?? DEFAULT_PAGE);
    const all = new Set([...this.#verifications.values()].map((kept) => kept.subject));
    const after = options.after ?? '';
    return [...all]
      .filter((subject) => compare(subject, after) > 0)
      .sort(compare)
      .slice(0, limit);
  }

  async rebuild(subject: string, fold: T.Fold): Promise<number> {
    const finished = this.#finishedOf(subject);
    const old = this.#memories.get(subject);
    if (old === undefined) return 0;
    let memory: unknown = null;
    const reports: (string | null)[] = [];
    for (const kept of finished) {
      const folded = await fold(memory, fromJson(kept.finished.evidence) as Evidence);
      memory = folded.memory;
      reports.push(folded.report === null ? null : toJson(folded.report));
    }
    // Only now: a fold that throws changes nothing.
    this.#memories.set(subject, { revision: old.revision + 1, memory: toJson(memory) });
    for (const [index, kept] of finished.entries()) kept.finished.report = reports[index] ?? null;
    return finished.length;
  }

  responseCache(options: T.ResponseCacheOptions = {}): ResponseCache {
    const { subject = '', verification } = options;
    return this.#responses.cache(
      subject,
      () => verification === undefined || this.#verifications.has(verification),
    );
  }

  async forget(subject: string): Promise<void> {
    for (const kept of this.#of(subject)) this.#verifications.delete(kept.id);
    this.#memories.delete(subject);
    this.#responses.forget(subject);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#verifications.clear();
    this.#memories.clear();
    this.#responses.clear();
  }

  #used(): void {
    if (this.#closed) throw closed();
  }

  /** No job is kept here, so one that is asked for is gone. */
  #wanted({ subject, only }: T.NewVerification): boolean {
    if (only === undefined) return true;
    if ('job' in only) return false;
    const followed = this.#verifications.get(only.after);
    return followed?.subject === subject && followed.finished !== null;
  }

  #unforgotten(id: string): Kept {
    this.#used();
    const kept = this.#verifications.get(checkedId(id));
    if (kept === undefined) throw forgotten();
    return kept;
  }

  #of(subject: string): Kept[] {
    this.#used();
    return [...this.#verifications.values()].filter((kept) => kept.subject === subject);
  }

  /** In the order they finished. */
  #finishedOf(subject: string): Finished[] {
    return this.#of(subject)
      .filter((kept) => isFinished(kept))
      .sort((a, b) => a.finished.revision - b.finished.revision);
  }
}

function isFinished(kept: Kept): kept is Finished {
  return kept.finished !== null;
}

/** Those that follow the one of this id; none where there is no such. */
function pageAfter<K extends Kept>(all: readonly K[], id: string | undefined, limit: number): readonly K[] {
  if (id === undefined) return all.slice(0, limit);
  const at = all.findIndex((kept) => kept.id === id);
  return at === -1 ? [] : all.slice(at + 1, at + 1 + limit);
}

/** As SQLite orders text: by UTF-8 bytes. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function toVerification(kept: Kept): T.StoredVerification {
  const { finished } = kept;
  return {
    id: kept.id,
    subject: kept.subject,
    startedAt: kept.startedAt,
    finishedAt: finished?.at ?? null,
    perspective: kept.perspective,
    given: fromJson(kept.given) as readonly string[],
    evidence: finished === null ? null : (fromJson(finished.evidence) as Evidence),
    report: finished === null || finished.report === null ? null : fromJson(finished.report),
    revision: finished?.revision ?? null,
    readings: kept.readings.map((reading) => fromJson(reading) as AccountReading),
  };
}

function toReport({ id, finished }: Finished): Omit<T.FinishedReport, 'revision'> {
  return {
    id,
    finishedAt: finished.at,
    report: finished.report === null ? null : fromJson(finished.report),
  };
}
