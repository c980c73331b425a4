import { account, report } from '../../badge/support/reports.js';
import { NOON } from '../../support/frozen-clock.js';
import type { ApiServer } from './api-server.js';

/** Somebody of this name, as a MIMI URI spells him. */
export const uriOf = (name: string): string => `mimi://a.example/u/${encodeURIComponent(name)}`;
/** The same as one segment of a path. */
export const inPath = (name: string): string => encodeURIComponent(uriOf(name));

/** Names that no document has to be afraid of: one as it is, one that is encoded in a URI, and one that is long too. */
export const HARMLESS = ['alice', 'élise', 'é'.repeat(201)] as const;
const LONG = 100;

/** The harmless name that is written as this one is. */
export function harmless(name: string): string {
  if (encodeURIComponent(name) === name) return HARMLESS[0];
  return name.length > LONG ? HARMLESS[2] : HARMLESS[1];
}

/** Two reports, the newer with two accounts and an alert more, in which everything that strangers chose is this name. */
export async function keepReportsOf({ deps: { store } }: ApiServer, name: string): Promise<void> {
  const subject = uriOf(name);
  const own = account(subject, { service: 'mimi', operator: 'a.example' });
  const site = `https://forge.example/${name}`;
  const found = [{ where: 'page', container: 'jwt', url: site, digest: name, servedBy: name }] as const;
  const other = account(site, { reason: name, operator: name, found });
  const wrong = account(`acct:${name}@old.example`, { state: 'conflicting', reason: name });
  const alert = { code: 'conflicting-statement', accounts: [wrong.account], message: name } as const;
  const reports = [
    report({ subject, accounts: [own] }),
    report({ subject, accounts: [own, other, wrong], alerts: [alert] }),
  ];
  for (const [expectedRevision, one] of reports.entries()) {
    const id = `${expectedRevision} ${name}`.slice(0, LONG);
    const evidence = { subject, now: NOON, observations: [] };
    await store.begin({ id, subject, startedAt: NOON, given: [] });
    await store.finish(id, { finishedAt: NOON, evidence, report: one, memory: null, expectedRevision });
  }
}
