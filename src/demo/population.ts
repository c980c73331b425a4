import { createHash } from 'node:crypto';
import type { SiteHandler } from './answers.js';
import type { DnsRecords, DnsZone } from './dns-server.js';
import {
  type BlueskyUser,
  blueskyApp,
  handleHosts,
  handleZone,
  personalDataServer,
  plcDid,
  plcDirectory,
} from './web/bluesky.js';
import { type FediverseUser, fediverseServer } from './web/fediverse.js';
import { type GithubUser, githubApi, githubSite } from './web/github.js';
import { mimiProvider } from './web/mimi-provider.js';
import { personalSites, type SiteOwner } from './web/website.js';

/** What an account shows. Neither: the account is there, and empty. */
export interface Shown {
  /** A compact statement. On a profile it stands in the text, on a host of the owner's it is the well-known document. */
  readonly statement?: string;
  readonly token?: string;
  /** Name of the person on the page; by default the account's own. */
  readonly name?: string;
  /** ISO time at which the service says the account was made. */
  readonly createdAt?: string;
}

/** Where the Bluesky-like host keeps its repositories. */
const PDS_HOST = 'morel.us-east.host.bsky.network';
/** Older than any statement in these worlds. */
const CREATED_AT = '2019-04-01T08:00:00.000Z';
const PERSISTENT_ID_BYTES = 4;

const words = (intro: string, { token, statement }: Shown): string =>
  [intro, token, statement].filter((part) => part !== undefined).join(' ');

/** The same id for the same login, as a service keeps it. */
function persistentId(login: string): number {
  return createHash('sha256').update(login).digest().readUIntBE(0, PERSISTENT_ID_BYTES);
}

/**
 * People and their accounts on the services of the small internet. What they show may be changed while the
 * hosts run; new hosts have to be there before `sites` is asked for.
 */
export class Population {
  readonly #documents = new Map<string, string>();
  readonly #providers = new Set<string>();
  readonly #owners = new Map<string, SiteOwner>();
  readonly #instances = new Map<string, Map<string, FediverseUser>>();
  readonly #github = new Map<string, GithubUser>();
  readonly #bluesky = new Map<string, BlueskyUser>();
  readonly #dids = new Map<string, BlueskyUser>();
  readonly #records = new Map<string, DnsRecords>();
  readonly #wildcards: readonly string[];

  /** `wildcards`: domains whose hosts share one certificate and one entry, for crowds. */
  constructor(options: { wildcards?: readonly string[] } = {}) {
    this.#wildcards = options.wildcards ?? [];
  }

  /**
   * Makes an account, or changes what it shows. Takes `mimi://HOST/…`, `acct:USER@HOST`,
   * `https://github.com/LOGIN`, `https://bsky.app/profile/HANDLE`, `dns:HOST` and `https://HOST/`.
   * @throws RangeError for any other account: these worlds have no such service.
   */
  show(account: string, shown: Shown = {}): this {
    const [, mimiHost] = /^mimi:\/\/([^/]+)\/./.exec(account) ?? [];
    const [, user, instance] = /^acct:([^@]+)@(.+)$/.exec(account) ?? [];
    const [, login] = /^https:\/\/github\.com\/([^/]+)$/.exec(account) ?? [];
    const [, handle] = /^https:\/\/bsky\.app\/profile\/([^/]+)$/.exec(account) ?? [];
    const [, zone] = /^dns:(.+)$/.exec(account) ?? [];
    const [, site] = /^https:\/\/([^/]+)\/$/.exec(account) ?? [];
    if (mimiHost) this.#vouch(mimiHost, account, shown);
    else if (user && instance) this.#toot(instance, user, shown);
    else if (login) this.#github.set(login, this.#developer(login, shown));
    else if (handle) this.#post(handle, shown);
    else if (zone) this.#records.set(`_cross-signing.${zone}`, this.#record(shown));
    else if (site) this.#owners.set(site, { name: site, ...shown });
    else throw new RangeError(`no service of this world has ${account}`);
    return this;
  }

  #vouch(host: string, account: string, { statement }: Shown): void {
    this.#providers.add(host);
    if (statement === undefined) this.#documents.delete(account);
    else this.#documents.set(account, statement);
  }

  #toot(host: string, user: string, shown: Shown): void {
    const proof = shown.token ?? shown.statement;
    const users = this.#instances.get(host) ?? new Map<string, FediverseUser>();
    this.#instances.set(host, users);
    users.set(user, {
      name: shown.name ?? user,
      summary: 'Trains, tea, and long walks.',
      fields: proof === undefined ? [] : [{ name: 'Cross-signing', value: proof }],
      published: shown.createdAt ?? CREATED_AT,
    });
  }

  #developer(login: string, shown: Shown): GithubUser {
    return {
      id: persistentId(login),
      name: shown.name ?? login,
      bio: words('Maps and bicycles.', shown),
      blog: '',
      createdAt: shown.createdAt ?? CREATED_AT,
    };
  }

  #post(handle: string, shown: Shown): void {
    const user = {
      handle,
      did: plcDid(handle),
      pds: PDS_HOST,
      name: shown.name ?? handle,
      description: words('Photographs of clouds.', shown),
      createdAt: shown.createdAt ?? CREATED_AT,
    };
    this.#bluesky.set(handle, user);
    this.#dids.set(user.did, user);
  }

  #record({ token, statement }: Shown): DnsRecords {
    return { TXT: [token, statement].filter((text) => text !== undefined) };
  }

  /** Every host, as `startInternet` takes them. */
  sites(): Record<string, SiteHandler> {
    const sites: Record<string, SiteHandler> = {};
    for (const host of this.#owners.keys()) {
      sites[this.#entry(host)] = personalSites((name) => this.#owners.get(name));
    }
    for (const host of this.#providers) sites[host] = mimiProvider(host, (uri) => this.#documents.get(uri));
    for (const [host, users] of this.#instances)
      sites[host] = fediverseServer(host, (name) => users.get(name));
    const developer = (login: string) => this.#github.get(login);
    if (this.#github.size > 0) {
      sites['github.com'] = githubSite(developer);
      sites['api.github.com'] = githubApi(developer);
    }
    if (this.#bluesky.size > 0) Object.assign(sites, this.#blueskySites());
    return sites;
  }

  /** The name of a host in the table of sites. */
  #entry(host: string): string {
    const parent = host.slice(host.indexOf('.') + 1);
    return this.#wildcards.includes(parent) ? `*.${parent}` : host;
  }

  #blueskySites(): Record<string, SiteHandler> {
    const sites: Record<string, SiteHandler> = {
      'bsky.app': blueskyApp((handle) => this.#bluesky.get(handle)),
      'plc.directory': plcDirectory((did) => this.#dids.get(did)),
      [PDS_HOST]: personalDataServer((repo) => this.#dids.get(repo) ?? this.#bluesky.get(repo)),
    };
    for (const handle of this.#bluesky.keys()) {
      sites[this.#entry(handle)] = handleHosts((host) => this.#bluesky.get(host));
    }
    return sites;
  }

  /** Every TXT record, and no address: hosts are reached by `--connect-to`. */
  dns(): DnsZone {
    const handles = [...this.#bluesky.values()].map(handleZone);
    return Object.assign({}, Object.fromEntries(this.#records), ...handles);
  }
}
