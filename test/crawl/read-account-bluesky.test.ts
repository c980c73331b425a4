import { describe, expect, test } from 'vitest';
import { json, type SiteAnswer, type SiteHandler, site, text } from '../../src/demo/answers.js';
import type { DnsZone } from '../../src/demo/dns-server.js';
import { found, nobody, nothing, read, summary, TOKEN, unreachable } from './support/read-one.js';

describe('Bluesky', () => {
  const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
  const OTHER = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb';
  const HANDLE = 'alice.example';
  const ACCOUNT = `https://bsky.app/profile/${HANDLE}`;
  const document = (more: object = {}, pds = 'https://pds.host.bsky.network') =>
    json({
      id: DID,
      alsoKnownAs: [`at://${HANDLE}`],
      service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: pds }],
      ...more,
    });
  const record = (did = DID) =>
    json({
      uri: `at://${did}/app.bsky.actor.profile/self`,
      value: { description: TOKEN, createdAt: '2023-05-01T00:00:00Z' },
    });
  const pds = (answer: SiteAnswer) => site({ '/xrpc/com.atproto.repo.getRecord': answer });
  const hosts = (paths: Record<string, SiteHandler> = {}) => ({
    'plc.directory': site({ [`/${DID}`]: document() }),
    'pds.host.bsky.network': pds(record()),
    [HANDLE]: site({}),
    ...paths,
  });
  const txt = (...TXT: string[]): DnsZone => ({ [`_atproto.${HANDLE}`]: { TXT } });
  const wellKnown = (did: string) => ({ [HANDLE]: site({ '/.well-known/atproto-did': text(`${did}\n`) }) });

  test('a handle leads through DNS to the DID and its profile, and is credited to the domain of the handle', async () => {
    const reading = await read(ACCOUNT, hosts(), txt('unrelated', `did=${DID}`));
    expect({ ...summary(reading), accountId: reading.accountId, createdAt: reading.createdAt }).toEqual({
      ...found('profile bio'),
      accountId: DID,
      createdAt: '2023-05-01T00:00:00Z',
    });
  });

  test.each<[string, string, Record<string, SiteHandler>, DnsZone, unknown[]]>([
    ['by the well-known document', ACCOUNT, hosts(wellKnown(DID)), {}, [['profile bio', TOKEN, undefined]]],
    [
      'by the well-known document where DNS fails',
      ACCOUNT,
      hosts(wellKnown(DID)),
      { [`_atproto.${HANDLE}`]: { failure: 'SERVFAIL' } },
      [['profile bio', TOKEN, undefined]],
    ],
    [
      'by DNS where both differ',
      ACCOUNT,
      hosts(wellKnown(OTHER)),
      txt(`did=${DID}`),
      [['profile bio', TOKEN, undefined]],
    ],
    ['not by two DIDs in DNS', ACCOUNT, hosts(wellKnown(DID)), txt(`did=${DID}`, `did=${OTHER}`), []],
    [
      'not by a DID that names another handle',
      ACCOUNT,
      hosts({
        'plc.directory': site({
          [`/${DID}`]: document({ alsoKnownAs: ['at://bob.example', `at://${HANDLE}`] }),
        }),
      }),
      txt(`did=${DID}`),
      [],
    ],
    [
      'not by a document of another DID',
      ACCOUNT,
      hosts({ 'plc.directory': site({ [`/${DID}`]: document({ id: OTHER }) }) }),
      txt(`did=${DID}`),
      [],
    ],
    [
      'not by a record of another repository',
      ACCOUNT,
      hosts({ 'pds.host.bsky.network': pds(record(OTHER)) }),
      txt(`did=${DID}`),
      [],
    ],
    [
      'from a server of its own, which is credited',
      ACCOUNT,
      hosts({
        'plc.directory': site({ [`/${DID}`]: document({}, 'https://pds.other.example') }),
        'pds.other.example': pds(record()),
      }),
      txt(`did=${DID}`),
      [['profile bio', TOKEN, 'other.example']],
    ],
    ['by the DID alone', DID, hosts(), {}, [['profile bio', TOKEN, undefined]]],
    [
      'by the page of the DID',
      `https://bsky.app/profile/${DID}`,
      hosts(),
      {},
      [['profile bio', TOKEN, undefined]],
    ],
    [
      'by did:web',
      'did:web:alice.example',
      hosts({
        [HANDLE]: site({ '/.well-known/did.json': document({ id: 'did:web:alice.example' }) }),
        'pds.host.bsky.network': pds(record('did:web:alice.example')),
      }),
      {},
      [['profile bio', TOKEN, undefined]],
    ],
  ])('a profile is read %s', async (_, uri, sites, dns, finds) => {
    expect(summary(await read(uri, sites, dns)).finds).toEqual(finds);
  });

  test.each<[string, Record<string, SiteHandler>, DnsZone, object]>([
    ['a handle that leads nowhere is absent', hosts(), {}, nobody],
    [
      'neither DNS nor the document could be read',
      hosts({ [HANDLE]: site({ '/.well-known/atproto-did': text('', undefined, 501) }) }),
      { [`_atproto.${HANDLE}`]: { failure: 'SERVFAIL' } },
      unreachable('dns'),
    ],
    [
      'an account without a profile record shows nothing',
      hosts({ 'pds.host.bsky.network': pds(json({ error: 'RecordNotFound' }, undefined, 400)) }),
      txt(`did=${DID}`),
      nothing,
    ],
    [
      'a server that fails is unreachable',
      hosts({ 'pds.host.bsky.network': pds(text('', undefined, 501)) }),
      txt(`did=${DID}`),
      unreachable('status'),
    ],
    [
      'a DID without a server is unsupported',
      hosts({ 'plc.directory': site({ [`/${DID}`]: document({ service: [] }) }) }),
      txt(`did=${DID}`),
      unreachable('unsupported'),
    ],
    [
      'a server that is no origin is unsupported',
      hosts({ 'plc.directory': site({ [`/${DID}`]: document({}, 'https://pds.example/path') }) }),
      txt(`did=${DID}`),
      unreachable('unsupported'),
    ],
    [
      'a directory that redirects is unreachable',
      hosts({
        'plc.directory': site({
          [`/${DID}`]: { status: 302, headers: { location: 'https://plc.directory/x' }, body: '' },
        }),
      }),
      txt(`did=${DID}`),
      unreachable('redirect'),
    ],
  ])('%s', async (_, sites, dns, expected) => {
    expect(summary(await read(ACCOUNT, sites, dns))).toEqual(expected);
  });

  test('DNS and the well-known document disagreeing is told', async () => {
    const { places } = await read(ACCOUNT, hosts(wellKnown(OTHER)), txt(`did=${DID}`));
    expect(places[0]?.detail).toBe(`DNS says ${DID}, the well-known document says ${OTHER}; DNS counts`);
  });
});
