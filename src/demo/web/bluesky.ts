import { createHash } from 'node:crypto';
import { html, json, notFound, type SiteHandler, text } from '../answers.js';
import type { DnsZone } from '../dns-server.js';
import { escapeHtml, page } from './markup.js';

/** One account of the Bluesky-like host. */
export interface BlueskyUser {
  readonly handle: string;
  readonly did: string;
  /** Host of the account's personal data server. */
  readonly pds: string;
  readonly name: string;
  readonly description: string;
  /** ISO time. */
  readonly createdAt: string;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PLC_CHARACTERS = 24;

/** A DID of the form did:plc has (24 characters of base32), from any seed. */
export function plcDid(seed: string): string {
  const bits = [...createHash('sha256').update(seed).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const characters = Array.from(
    { length: PLC_CHARACTERS },
    (_, index) => BASE32[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)],
  );
  return `did:plc:${characters.join('')}`;
}

function didDocument(user: BlueskyUser) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: user.did,
    alsoKnownAs: [`at://${user.handle}`],
    verificationMethod: [],
    service: [
      { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: `https://${user.pds}` },
    ],
  };
}

/** `plc.directory`: DID documents of did:plc. */
export function plcDirectory(userByDid: (did: string) => BlueskyUser | undefined): SiteHandler {
  return ({ path }) => {
    if (path === '/robots.txt') return text('User-agent: *\nAllow: /\n');
    const did = decodeURIComponent(path.slice(1));
    const user = userByDid(did);
    if (!user) return json({ message: `DID not registered: ${did}` }, undefined, 404);
    return json(didDocument(user), 'application/did+ld+json; charset=utf-8');
  };
}

const xrpcError = (error: string, message: string) => json({ error, message }, undefined, 400);

/** A personal data server: `com.atproto.repo.getRecord` of the profile. */
export function personalDataServer(userByRepo: (repo: string) => BlueskyUser | undefined): SiteHandler {
  return ({ path, query }) => {
    if (path === '/robots.txt') return text('User-agent: *\nAllow: /\n');
    if (path !== '/xrpc/com.atproto.repo.getRecord') return notFound();
    const [repo, collection, rkey] = ['repo', 'collection', 'rkey'].map((name) => query.get(name) ?? '');
    const user = userByRepo(repo ?? '');
    if (!user) return xrpcError('InvalidRequest', `Could not find repo: ${repo}`);
    const uri = `at://${user.did}/${collection}/${rkey}`;
    if (collection !== 'app.bsky.actor.profile' || rkey !== 'self') {
      return xrpcError('RecordNotFound', `Could not locate record: ${uri}`);
    }
    const { name: displayName, description, createdAt } = user;
    return json({ uri, value: { $type: collection, displayName, description, createdAt } });
  };
}

/** Hosts of handles: the DID as a well-known document, beside the DNS record. */
export function handleHosts(userByHandle: (handle: string) => BlueskyUser | undefined): SiteHandler {
  return ({ host, path }) => {
    if (path === '/robots.txt') return text('User-agent: *\nAllow: /\n');
    const user = userByHandle(host);
    return user && path === '/.well-known/atproto-did' ? text(user.did, 'text/plain') : notFound();
  };
}

/** `bsky.app`: a page drawn by scripts. */
export function blueskyApp(userByHandle: (handle: string) => BlueskyUser | undefined): SiteHandler {
  return ({ path }) => {
    if (path === '/robots.txt') return text('User-agent: *\nAllow: /\n');
    const user = userByHandle(/^\/profile\/([^/]{1,253})$/.exec(path)?.[1]?.toLowerCase() ?? '');
    if (!user) return notFound();
    const head = `<meta name="description" content="${escapeHtml(user.description)}">`;
    return html(page(`${user.name} (@${user.handle})`, head, '<div id="root"></div>'));
  };
}

/** The TXT record that ties a handle to its DID. */
export function handleZone(user: BlueskyUser): DnsZone {
  return { [`_atproto.${user.handle}`]: { TXT: [`did=${user.did}`] } };
}
