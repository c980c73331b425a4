import type { SiteHandler } from '../../src/demo/answers.js';
import type { DnsZone } from '../../src/demo/dns-server.js';
import { type Internet, startInternet } from '../../src/demo/internet.js';
import { createPerson, type Person, type PersonOptions, settle } from '../../src/demo/person.js';
import type { Population } from '../../src/demo/population.js';
import type { FetchSettings } from '../../src/fetch/types.js';
import { settingsFor } from './internet-settings.js';

/** One of each service that the small internet has. */
export function accountsOf(name: string): readonly string[] {
  return [
    `https://${name}.example/`,
    `acct:${name}@social.example`,
    `https://github.com/${name}`,
    `https://bsky.app/profile/${name}.bsky.social`,
  ];
}

export interface WorldOptions {
  /** Hosts beside those of the population, or instead of them. */
  readonly sites?: Readonly<Record<string, SiteHandler>>;
  readonly dns?: DnsZone;
  /** Milliseconds for one reading; by default far more than loopback needs. */
  readonly maxTimeMs?: number;
}

/** A small internet with people on it, whose accounts a test makes better or worse as it runs. */
export interface World {
  readonly population: Population;
  readonly internet: Internet;
  /** What `createFetcher` takes to see this internet. */
  readonly settings: FetchSettings;
  close(): Promise<void>;
}

/** Starts the hosts of everybody in `population`. */
export async function startWorld(population: Population, options: WorldOptions = {}): Promise<World> {
  const internet = await startInternet({
    sites: { ...population.sites(), ...options.sites },
    dns: { ...population.dns(), ...options.dns },
  });
  const settings = settingsFor(internet, options.maxTimeMs);
  return { population, internet, settings, close: () => internet.close() };
}

/** A person whose provider and accounts all show her key. */
export async function honest(
  population: Population,
  name: string,
  options: PersonOptions & { readonly accounts?: readonly string[] },
): Promise<Person> {
  const { accounts = accountsOf(name), ...rest } = options;
  return settle(population, await createPerson(`mimi://a.example/u/${name}`, accounts, rest));
}

/** Somebody who claims `victim`'s URI with a key of his own and shows it at `accounts`, which he holds. */
export async function impostor(
  population: Population,
  victim: string,
  accounts: readonly string[],
  options: PersonOptions,
): Promise<Person> {
  const forger = await createPerson(victim, accounts, options);
  // Where there is room for the statement it is shown whole: a token alone says nothing of a key not seen.
  for (const account of accounts) population.show(account, { statement: forger.statement });
  return forger;
}
