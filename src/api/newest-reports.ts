import { type Audience, viewFor } from '../report/audience.js';
import type { Report } from '../report/types.js';
import { MAX_MARKS, type ReportMarks } from '../store/sql-marks.js';
import type { LatestReport, Store } from '../store/types.js';
import { type TaggedJson, taggedJson } from './caching.js';
import { MARK_LATE_MS, MARK_QUESTIONS, RENDERED_BYTES } from './limits.js';
import { Shelf } from './shelf.js';
import { askTogether } from './together.js';

/** A report as one audience may see it, as it goes out. */
export interface RenderedReport extends TaggedJson {
  /** ISO time of the last look, which may have read nothing. */
  readonly checkedAt: string;
}

export interface MarkedReport {
  /** What else was made of the store's reports of this subject holds as long as this stays the same. */
  readonly mark: string;
  readonly rendered: RenderedReport;
}

export interface NewestReports {
  /** Null where there is none. Rejects with a StoreError. */
  get(subject: string, audience: Audience): Promise<RenderedReport | null>;
  marked(subject: string, audience: Audience): Promise<MarkedReport | null>;
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
    lateMs: MARK_LATE_MS,
  });
  const shelf = new Shelf<RenderedReport>(RENDERED_BYTES);
  const marked = async (subject: string, audience: Audience): Promise<MarkedReport | null> => {
    const key = `${audience} ${subject}`;
    const mark = await markOf(subject);
    if (mark === null) {
      shelf.drop(key);
      return null;
    }
    const kept = shelf.get(key, mark);
    if (kept !== undefined) return { mark, rendered: kept };
    // Read after the mark: it may be newer than that, and then the next who asks has another mark.
    const latest = await deps.store.latest(subject);
    if (latest === null) return null;
    const rendered = renderedReport(latest, audience);
    shelf.put(key, mark, rendered, key.length + rendered.body.byteLength);
    return { mark, rendered };
  };
  return { marked, get: async (subject, audience) => (await marked(subject, audience))?.rendered ?? null };
}

export function renderedReport(latest: LatestReport, audience: Audience): RenderedReport {
  const report = latest.report as Report;
  const incomplete = latest.incomplete || report.incomplete;
  return { checkedAt: latest.checkedAt, ...taggedJson(viewFor({ ...report, incomplete }, audience)) };
}
