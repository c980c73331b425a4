import { afterEach } from 'vitest';
import { readAccount } from '../../../src/crawl/read-account.js';
import type { SiteHandler } from '../../../src/demo/answers.js';
import type { DnsZone } from '../../../src/demo/dns-server.js';
import type { AccountReading } from '../../../src/evidence/types.js';
import { recogniseAccount } from '../../../src/services/index.js';
import { startWeb, type Web } from '../../support/fixture-web.js';
import { frozenClock } from '../../support/frozen-clock.js';

export const TOKEN = `cross-signing:${'A'.repeat(22)}`;

/** The hosts of the reading under way, with what was asked of them. */
export let web: Web | undefined;
afterEach(async () => {
  await web?.close();
  web = undefined;
});

/** Reads one account from these hosts, over real TLS and DNS; they are closed after the test. */
export async function read(
  uri: string,
  sites: Record<string, SiteHandler>,
  dns: DnsZone = {},
): Promise<AccountReading> {
  web = await startWeb(sites, dns);
  const account = recogniseAccount(uri);
  if ('unsupported' in account) throw new Error(account.reason);
  return readAccount(account, { fetcher: web.fetcher, clock: frozenClock() });
}

/** What the tests compare: the outcome and where each find stands. */
export const summary = ({ outcome, reason, finds }: AccountReading) => ({
  outcome,
  reason,
  finds: finds.map((find) => [find.where, find.text, find.servedBy]),
});
export const found = (where: string, servedBy?: string) => ({
  outcome: 'read',
  reason: undefined,
  finds: [[where, TOKEN, servedBy]],
});
export const nothing = { outcome: 'read', reason: undefined, finds: [] };
export const nobody = { outcome: 'absent', reason: undefined, finds: [] };
export const unreachable = (reason: string) => ({ outcome: 'unreachable', reason, finds: [] });
