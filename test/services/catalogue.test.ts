import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAccount } from '../../src/crawl/read-account.js';
import type { AccountReading, Find } from '../../src/evidence/types.js';
import { assertRegions } from '../../src/extract/regions.js';
import { type Account, recogniseAccount, services } from '../../src/services/index.js';
import { startFixtureWeb, type Web } from '../support/fixture-web.js';
import { frozenClock } from '../support/frozen-clock.js';

/** Every service's examples, from the address to what is found on its fixture pages. No service has a test of its own. */
let web: Web;
beforeAll(async () => {
  web = await startFixtureWeb();
});
afterAll(() => web.close());

/** Fixtures mark what the account holder wrote and what others did. */
const isOwners = (find: Find) => find.text.includes(':owner-') || find.text.endsWith('.b3duZXI');
/** What may weigh something: the rest says nothing before a statement names the account, or nothing at all. */
const weighs = (find: Find) => find.strength !== 'unattributed' && find.hostWide !== true;

function accountOf(uri: string): Account {
  const account = recogniseAccount(uri);
  if ('unsupported' in account) throw new Error(`${uri}: ${account.reason}`);
  return account;
}

const read = (uri: string): Promise<AccountReading> =>
  readAccount(accountOf(uri), { fetcher: web.fetcher, clock: frozenClock() });

describe.each(services)('$id', (service) => {
  const { examples } = service;

  test.each(examples.matches)('%s is %s', (spelling, canonical) => {
    const account = accountOf(spelling);
    expect({ uri: account.uri, service: account.service }).toEqual({ uri: canonical, service: service.id });
    expect(accountOf(canonical)).toEqual({ ...account, normalized: canonical });
  });

  test.each(examples.rejects)('%s is no account of it', (uri) => {
    const recognised = recogniseAccount(uri);
    expect('unsupported' in recognised ? 'unsupported' : recognised.service).not.toBe(service.id);
  });

  test('an account that shows its proof is read with it, and with nothing of others', async () => {
    const reading = await read(examples.fixtures.proof);
    expect({ outcome: reading.outcome, reason: reading.reason }).toEqual({
      outcome: 'read',
      reason: undefined,
    });
    expect(reading.finds.filter(isOwners).length).toBeGreaterThan(0);
    expect(reading.finds.filter((find) => !isOwners(find))).toEqual([]);
  });

  test('an account that shows nothing gives nothing, and everything was read', async () => {
    const { finds, reason } = await read(examples.fixtures.silent);
    expect({ finds, reason }).toEqual({ finds: [], reason: undefined });
  });

  test('what others show on its page does not count for it', async () => {
    const { finds, reason } = await read(examples.fixtures.others);
    expect({ weighing: finds.filter(weighs), reason }).toEqual({ weighing: [], reason: undefined });
  });

  test('an account that does not exist gives nothing though its page is answered with 200', async () => {
    const { finds, reason } = await read(examples.fixtures.missing);
    expect({ finds, reason }).toEqual({ finds: [], reason: undefined });
  });

  test('its regions are cheap to find on any page', () => {
    for (const place of service.forms.flatMap((form) => form.places)) {
      if (place.kind === 'page') expect(() => assertRegions(place.regions)).not.toThrow();
    }
  });
});
