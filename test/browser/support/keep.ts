import { foldEvidence } from '../../../src/crawl/index.js';
import type { Observation } from '../../../src/evidence/types.js';
import type { Report } from '../../../src/report/types.js';
import type { Store } from '../../../src/store/types.js';

/** What one verification saw. */
export interface Take {
  readonly at: Date;
  readonly observations: readonly Observation[];
  /** Accounts that whoever asked gave. */
  readonly given?: readonly string[];
}

let ids = 0;

/** Keeps verifications in their order, each concluded as the crawler would have, with what was remembered by then. */
export async function keepTakes(store: Store, subject: string, takes: readonly Take[]): Promise<void> {
  for (const { at, observations, given = [] } of takes) {
    const now = at.toISOString();
    const seen = {
      ...{ subject, now, given },
      observations: observations.map((one) => ({ ...one, at: now })),
    };
    const before = await store.memory(subject);
    const { report, memory } = await foldEvidence(before?.memory ?? null, seen);
    await finish(store, subject, { at: now, report, memory });
  }
}

/** Keeps a report that no crawl has made: the hostile ones, which other versions or a broken store could hold. */
export function keepReport(store: Store, report: Report): Promise<void> {
  return finish(store, report.subject, { at: report.generatedAt, report, memory: null });
}

async function finish(
  store: Store,
  subject: string,
  { at, report, memory }: { at: string; report: unknown; memory: unknown },
): Promise<void> {
  ids += 1;
  const id = String(ids).padStart(32, '0');
  await store.begin({ id, subject, startedAt: at, given: [] });
  const expectedRevision = (await store.memory(subject))?.revision ?? 0;
  const evidence = { subject, now: at, observations: [] };
  await store.finish(id, { finishedAt: at, evidence, report, memory, expectedRevision });
}
