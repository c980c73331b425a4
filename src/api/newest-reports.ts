import { type Audience, viewFor } from '../report/audience.js';
import type { Report } from '../report/types.js';
import { MAX_MARKS, type ReportMarks } from '../store/sql-marks.js';
import type { LatestReport, Store } from '../store/types.js';
import { type TaggedJson, taggedJson } from './caching.js';
import { MARK_QUESTIONS, RENDERED_BYTES, RENDERED_MS } from './limits.js';
import { askTogether } from './together.js';

/** A report as one audience may see it, as it goes out. */
export interface RenderedReport extends TaggedJson {
  /** ISO time of the last look, which may have read nothing. */
  readonly checkedAt: string;
}

export interface NewestReports {
  /** Null where there is none. Rejects with a StoreError. */
  get(subject: string, audience: Audience): Promise<RenderedReport | null>;
}

interface Entry {
  readonly mark: string;
  readonly rendered: RenderedReport;
  /** On the monotonic clock, in milliseconds. */
  readonly until: number;
}

/**
 * The newest reports, ready to be sent. A report does not change once it is stored, so what was made of it is kept for the
 * next who asks; whether it still is the newest, and still is there, the store is asked each time.
 */
export function newestReports(deps: {
  readonly store: Pick<Store, 'latest'>;
  readonly marks: ReportMarks;
}): NewestReports {
  const markOf = askTogether((subjects) => deps.marks.of(subjects), {
    keys: MAX_MARKS,
    questions: MARK_QUESTIONS,
  });
  const shelf = new Shelf();
  return {
    async get(subject, audience) {
      const key = `${audience} ${subject}`;
      const mark = await markOf(subject);
      const entry = shelf.get(key);
      if (mark !== null && entry?.mark === mark) return entry.rendered;
      shelf.drop(key);
      // Read after the mark: it may be newer than that, and then the next who asks has another mark.
      const latest = mark === null ? null : await deps.store.latest(subject);
      if (mark === null || latest === null) return null;
      const report = renderedReport(latest, audience);
      shelf.put(key, mark, report);
      return report;
    },
  };
}

export function renderedReport(latest: LatestReport, audience: Audience): RenderedReport {
  const report = latest.report as Report;
  const incomplete = latest.incomplete || report.incomplete;
  return { checkedAt: latest.checkedAt, ...taggedJson(viewFor({ ...report, incomplete }, audience)) };
}

/** Reports by audience and subject, the oldest first, within bounds of time and space. */
class Shelf {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  get(key: string): Entry | undefined {
    this.#tidy();
    return this.#entries.get(key);
  }

  put(key: string, mark: string, rendered: RenderedReport): void {
    this.drop(key);
    this.#entries.set(key, { mark, rendered, until: performance.now() + RENDERED_MS });
    this.#bytes += sizeOf(key, rendered);
    this.#tidy();
  }

  drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= sizeOf(key, entry.rendered);
  }

  #tidy(): void {
    const now = performance.now();
    for (const [key, { until }] of this.#entries) {
      if (until > now && this.#bytes <= RENDERED_BYTES) return;
      this.drop(key);
    }
  }
}

const sizeOf = (key: string, { body }: RenderedReport): number => key.length + body.byteLength;
