import { proofToken } from '../verify/index.js';
import type { SiteHandler } from './answers.js';
import type { DnsZone } from './dns-server.js';
import { createPerson, settle } from './person.js';
import { Population } from './population.js';

/** The demo's user, what she named, and the account that is no longer hers. */
export interface DemoWorld {
  readonly subject: string;
  /** Accounts that the reader of the demo knows of and gives. */
  readonly given: readonly string[];
  /** Named by her own statement. */
  readonly named: readonly string[];
  /** The one whose service shows a key that is not hers. */
  readonly takenOver: string;
  /** Thumbprint URIs. */
  readonly identityKey: string;
  readonly forgedKey: string;
  readonly sites: Readonly<Record<string, SiteHandler>>;
  readonly dns: DnsZone;
}

const SUBJECT = 'mimi://a.example/u/alice';
const GITHUB = 'https://github.com/alice';
const TAKEN_OVER = 'acct:alice@old.example';
const SITE = 'https://alice.example/';
const HONEST = [
  SITE,
  'acct:alice@social.example',
  GITHUB,
  'https://bsky.app/profile/alice.bsky.social',
] as const;
const DAY_MS = 86_400_000;
/** Her statement has stood for a season; the forged one came lately. */
const SIGNED_DAYS_AGO = 90;
const FORGED_DAYS_AGO = 3;

/**
 * Alice with a provider, a site of her own, accounts on three services, and an old fediverse account whose
 * server was taken over: there stands a statement for her URI, signed by somebody else's key.
 */
export async function createWorld(options: {
  readonly now: Date;
  /** Private JWKs instead of fresh ones, for who wants the same world again. */
  readonly keys?: { readonly own: object; readonly forged: object };
}): Promise<DemoWorld> {
  const daysAgo = (days: number) => new Date(options.now.getTime() - days * DAY_MS);
  const population = new Population();
  const named = [...HONEST, TAKEN_OVER];
  const { own, forged } = options.keys ?? {};
  const person = (accounts: readonly string[], days: number, key: object | undefined) =>
    createPerson(SUBJECT, accounts, { now: daysAgo(days), ...(key ? { key } : {}) });
  const alice = settle(population, await person(named, SIGNED_DAYS_AGO, own));
  // A second place of the same account: the zone of her site's host.
  population.show('dns:alice.example', { token: proofToken(alice.thumbprint, SITE) });
  const forger = await person([TAKEN_OVER], FORGED_DAYS_AGO, forged);
  population.show(TAKEN_OVER, { statement: forger.statement });
  return {
    subject: SUBJECT,
    given: [GITHUB],
    named,
    takenOver: TAKEN_OVER,
    identityKey: alice.thumbprint,
    forgedKey: forger.thumbprint,
    sites: population.sites(),
    dns: population.dns(),
  };
}
