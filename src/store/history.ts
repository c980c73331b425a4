import { type Audience, hiddenToday, viewFor } from '../report/audience.js';
import { type Change, changesBetween, nothingRead } from '../report/changes.js';
import type { Report } from '../report/types.js';
import { DEFAULT_PAGE } from './limits.js';
import type { FinishedReport, Store } from './types.js';

/** Reports that one page of a history looks at: where nothing ever changes, a page is short and leads on. */
export const MAX_COMPARED = 200;

export interface HistoryOptions {
  readonly audience: Audience;
  /** `next` of the page before. */
  readonly before?: string;
  /** The page ends with the verification that reaches so many changes; its changes stay together. */
  readonly limit: number;
}

/** What changed and when, the last first (contract section 5). */
export interface HistoryPage {
  readonly subject: string;
  readonly changes: readonly Change[];
  /** Where the next page begins; null: there is none. Opaque. */
  readonly next: string | null;
}

/** The text is no `next` of any page. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

/**
 * A page of a subject's history; null where nothing is kept of the subject.
 *
 * @throws CursorError
 */
export async function historyOf(
  store: Pick<Store, 'latest' | 'reports'>,
  subject: string,
  options: HistoryOptions,
): Promise<HistoryPage | null> {
  const before = options.before === undefined ? Number.MAX_SAFE_INTEGER : cursor(options.before);
  const latest = await store.latest(subject);
  const view = viewer(latest?.report as Report | undefined, options.audience);
  const changes: Change[] = [];
  let [after, unread, compared] = [null as Report | null, null as FinishedReport | null, 0];
  const tell = (report: Report | null) => {
    if (after) changes.push(...changesBetween(report, after));
    if (unread) changes.push(nothingRead(unread.finishedAt, report));
  };
  for await (const finished of lastFirst(store, subject, before)) {
    if (finished.report === null) {
      unread = finished;
      continue;
    }
    const report = view(finished.report as Report);
    tell(report);
    [after, unread, compared] = [report, null, compared + 1];
    // This one is where the next page begins: it has not been compared with what is before it.
    if (changes.length >= options.limit || compared > MAX_COMPARED)
      return { subject, changes, next: String(finished.revision + 1) };
  }
  const found = after !== null || unread !== null || latest !== null;
  tell(null);
  return found ? { subject, changes, next: null } : null;
}

/**
 * A report as the audience may see it today. What it may not be told of today it is not told of in older reports either:
 * an account that she has dropped, or made private, since then.
 */
function viewer(latest: Report | undefined, audience: Audience): (report: Report) => Report {
  const named = new Set(latest && viewFor(latest, audience).accounts.map(({ account }) => account));
  const isHidden = latest ? hiddenToday(latest, audience) : () => false;
  return (report) => {
    const view = viewFor(report, audience);
    const accounts = view.accounts.filter(({ account }) =>
      audience === 'stranger' ? named.has(account) : !isHidden(account),
    );
    return { ...view, accounts };
  };
}

async function* lastFirst(
  store: Pick<Store, 'reports'>,
  subject: string,
  before: number,
): AsyncGenerator<FinishedReport> {
  for (let below = before; ; ) {
    const page = await store.reports(subject, { before: below, limit: DEFAULT_PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < DEFAULT_PAGE) return;
    below = last.revision;
  }
}

/** A revision: a number below 2^53, written in one way. */
function cursor(text: string): number {
  const revision = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(revision)) throw new CursorError('this is no "next" of a history');
  return revision;
}
