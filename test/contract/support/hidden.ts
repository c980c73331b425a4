import { Population } from '../../../src/demo/population.js';
import {
  generateIdentityKey,
  proofToken,
  signSdStatement,
  signStatement,
  thumbprintUri,
} from '../../../src/verify/index.js';
import { presentTo } from '../../../src/verify/present.js';
import type { World } from '../../support/world.js';
import { startWorld } from '../../support/world.js';

export const SUBJECT = 'mimi://a.example/u/alice';
/** Shown to everybody: they agree. */
export const PUBLIC = ['https://alice.example/', 'acct:alice@social.example', 'https://github.com/alice'];
/** Shown to everybody: it shows a rival key. */
export const TAKEN = 'https://taken.example/';
const CAROLINE = 'mimi://burnet.example/u/caroline';

/** Accounts that strangers are not told of, by why; each has a word in it that stands nowhere else. */
export const HIDDEN = {
  oneWay: 'https://quinceway.example/',
  foreign: 'https://fennelwold.example/',
  unreachable: 'https://sorrelmere.example/',
  silent: 'https://tansybrook.example/',
  unclaimed: 'https://rowanhythe.example/',
  revoked: 'https://brackenhull.example/',
  dropped: 'https://heatherlow.example/',
  alias: 'mimi://elsewhere.example/u/speedwell',
  aliasBefore: 'mimi://elsewhere.example/u/pimpernel',
  private: 'https://campionvale.example/',
} as const;
/** Accounts that a caller gives. */
export const GIVEN = ['https://vetchcombe.example/', 'https://github.com/vetchcombe'];

/** The word of an account: the user's name, or the host's. */
export const wordOf = (uri: string): string =>
  /u\/(\w+)|(\w+)\.example/.exec(uri)?.slice(1).find(Boolean) ?? uri;

export const WORDS = {
  hidden: Object.values(HIDDEN).map(wordOf),
  /** Of the other subject, whose statement stands on `HIDDEN.foreign` and on one of her own accounts. */
  other: ['caroline', 'burnet'],
  given: ['vetchcombe'],
} as const;

export interface HiddenScene {
  readonly world: World;
  /** A day later: what she signed then, and what has gone. */
  nextDay(): void;
  /** Keeps `HIDDEN.oneWay` from answering until it is let go. */
  hold(): { readonly asked: Promise<void>; release(): void };
}

/** Alice, whose statements and places have something in them of every kind that is nobody else's business. */
export async function hiddenScene(first: Date, second: Date): Promise<HiddenScene> {
  const key = await generateIdentityKey('EdDSA');
  const early = [...PUBLIC, TAKEN, HIDDEN.revoked, HIDDEN.dropped, HIDDEN.aliasBefore];
  const before = await signStatement({ key, sub: SUBJECT, accounts: early, now: first });
  const named = [HIDDEN.oneWay, HIDDEN.foreign, HIDDEN.unreachable, HIDDEN.alias, HIDDEN.aliasBefore];
  const after = await signSdStatement({
    ...{ key, sub: SUBJECT, now: second, revoked: [HIDDEN.revoked] },
    accounts: [...PUBLIC, TAKEN, ...named, HIDDEN.private],
  });
  const shownTo = (...uris: string[]): string => presentTo(after.full, uris);
  const rival = await rivalOf([TAKEN, HIDDEN.silent, HIDDEN.unclaimed], second);
  const foreign = await signStatement({
    key: await generateIdentityKey('EdDSA'),
    ...{ sub: CAROLINE, accounts: [HIDDEN.foreign, 'https://alice.example/'], now: first },
  });

  const population = new Population();
  const thumbprint = thumbprintUri(key);
  for (const account of [
    SUBJECT,
    HIDDEN.aliasBefore,
    HIDDEN.revoked,
    HIDDEN.dropped,
    'https://alice.example/',
  ])
    population.show(account, { statement: before });
  for (const account of PUBLIC.slice(1)) population.show(account, { token: proofToken(thumbprint, account) });
  for (const account of [
    TAKEN,
    HIDDEN.oneWay,
    HIDDEN.silent,
    HIDDEN.foreign,
    HIDDEN.unclaimed,
    GIVEN[0] ?? '',
  ])
    population.show(account);
  population.show(HIDDEN.private).show(GIVEN[1] ?? '');
  const world = await startWorld(population);
  return {
    world,
    nextDay() {
      population.show(SUBJECT, { statement: shownTo(...PUBLIC, TAKEN, ...named) });
      population.show('https://alice.example/', {
        statement: shownTo('https://alice.example/', HIDDEN.private),
      });
      population.show(HIDDEN.private, { statement: shownTo(HIDDEN.private) });
      population.show(HIDDEN.unclaimed, { statement: after.bare });
      population.show(HIDDEN.foreign, { statement: foreign }).show(HIDDEN.aliasBefore);
      population.show('acct:alice@social.example', { statement: foreign });
      population.show(TAKEN, { statement: rival }).show(HIDDEN.revoked);
    },
    hold: () => holdSite(world, population, 'quinceway.example'),
  };
}

async function rivalOf(accounts: readonly string[], now: Date): Promise<string> {
  return signStatement({ key: await generateIdentityKey('EdDSA'), sub: SUBJECT, accounts, now });
}

/** A host that answers nobody until it is let go. */
export function holdSite(
  { internet }: World,
  population: Population,
  host: string,
): { readonly asked: Promise<void>; release(): void } {
  const site = population.sites()[host];
  if (site === undefined) throw new RangeError(`no such host: ${host}`);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    internet.replaceSite(host, async (request) => {
      resolve();
      await released;
      return site(request);
    });
  });
  return { asked, release };
}
