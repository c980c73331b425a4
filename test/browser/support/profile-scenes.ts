import type { Observation } from '../../../src/evidence/types.js';
import type { Store } from '../../../src/store/types.js';
import { account, HOSTILE, provider, reportOf } from '../../picture/support/reports.js';
import {
  daysAgo,
  empty,
  type Identity,
  identity,
  NOW,
  SUBJECT,
  shows,
  showsToken,
  statementDigest,
  unreadable,
} from '../../support/scenario.js';
import { keepReport, keepTakes } from './keep.js';

/** Somebody whose page is looked at. */
export interface ProfileScene {
  readonly subject: string;
  /** What the page says first. */
  readonly word: string;
}

interface Person {
  readonly subject: string;
  readonly alice: Identity;
  readonly mallory: Identity;
  readonly store: Store;
}

/** What a scene keeps in the store, and the word that it comes to. */
interface Play {
  readonly subject: string;
  readonly word: string;
  readonly keep: (person: Person) => Promise<void>;
}

const GITHUB = 'https://github.com/alice';
const REDDIT = 'https://www.reddit.com/user/alice';
const SITE = 'https://alice.example/';
const FEDIVERSE = 'acct:alice@social.example';
const ACCOUNTS = [GITHUB, 'https://gitlab.com/alice', SITE, FEDIVERSE, REDDIT];
/** The most that a crawl reads. */
const CROWD = 256;
const PSEUDONYM = 'mimi://a.example/p/7d8f2c61-9b1e-4c50-8a53-0f5be0c4a7d2';
const PSEUDONYMS = ['mimi://b.example/p/k3u7', 'mimi://c.example/p/long-tailed-tit', 'mimi://d.example/p/42'];
/** What a MIMI URI may carry of right-to-left letters, pictures and markup, near the 2 kB that it may have. */
const HOSTILE_NAME = `\u05E2\u05DC\u05D9\u05D6\u05D4 \u{1F469}\u{1F680} <script>alert(1)</script> "'& ${'long '.repeat(200)}`;

const PLAYS: Readonly<Record<string, Play>> = {
  consistent: { subject: SUBJECT, word: 'consistent', keep: keepConsistent },
  'first-look': { subject: 'mimi://a.example/u/fiona', word: 'consistent', keep: keepFirstLook },
  weak: { subject: 'mimi://a.example/u/wendy', word: 'weak', keep: keepWeak },
  'taken-over': { subject: 'mimi://a.example/u/olga', word: 'conflicting', keep: keepTakenOver },
  'one-taken': { subject: 'mimi://a.example/u/greta', word: 'consistent', keep: keepOneTaken },
  nothing: { subject: 'mimi://a.example/u/nora', word: 'none', keep: keepNothing },
  crowd: { subject: 'mimi://a.example/u/crowd', word: 'consistent', keep: keepCrowd },
  pseudonyms: { subject: PSEUDONYM, word: 'consistent', keep: keepPseudonyms },
  incomplete: { subject: 'mimi://a.example/u/ines', word: 'consistent', keep: keepIncomplete },
  outdated: { subject: 'mimi://a.example/u/otto', word: 'outdated', keep: keepOutdated },
  'hostile-subject': {
    subject: `mimi://xn--bcher-kva.example/u/${encodeURIComponent(HOSTILE_NAME).replace(/[!'()*]/g, '_')}`,
    word: 'consistent',
    keep: keepFirstLook,
  },
  'hostile-accounts': { subject: 'mimi://a.example/u/hostile', word: 'conflicting', keep: keepHostile },
};

export const SCENE_NAMES = Object.keys(PLAYS);

/** Keeps what all scenes need, as if the crawler had just seen it. By name. */
export async function keepProfileScenes(store: Store): Promise<ReadonlyMap<string, ProfileScene>> {
  const [alice, mallory] = await Promise.all([identity(), identity()]);
  const scenes = Object.entries(PLAYS);
  for (const [, { subject, keep }] of scenes) await keep({ subject, alice, mallory, store });
  return new Map(scenes.map(([name, { subject, word }]) => [name, { subject, word }]));
}

const WHERES: Readonly<Record<string, string>> = {
  [GITHUB]: 'profile bio',
  [REDDIT]: 'profile description',
  [FEDIVERSE]: 'profile field',
};

/** With the place that a reader of the page is led to. */
function at(observation: Observation, container = 'jwt'): Observation {
  const { account: uri } = observation;
  const url = uri.startsWith('https:')
    ? uri
    : `https://a.example/.well-known/cross-signing?resource=${encodeURIComponent(uri)}`;
  const where = WHERES[uri] ?? 'well-known document';
  return {
    ...observation,
    found: [{ where, container, url, digest: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' }],
  };
}

/** Her first statement, made before anybody looked. */
const hers = ({ alice, subject }: Person, accounts: readonly string[]): Promise<string> =>
  alice.sign(accounts, { sub: subject, now: daysAgo(120), seq: 1 });

/** She and each account show her key. */
function allShow({ subject, alice }: Person, statement: string, accounts: readonly string[]): Observation[] {
  return [
    at(shows(subject, [statement])),
    ...accounts.map((uri) => at(showsToken(uri, [alice.token(uri)]), 'proof-token')),
  ];
}

async function keepConsistent(person: Person): Promise<void> {
  const first = [GITHUB, SITE];
  const before = await hers(person, first);
  const more = { sub: person.subject, now: daysAgo(45), seq: 2, prev: statementDigest(before) };
  const statement = await person.alice.sign(ACCOUNTS, more);
  await keepTakes(person.store, person.subject, [
    { at: daysAgo(90), observations: allShow(person, before, first) },
    { at: daysAgo(40), observations: allShow(person, statement, ACCOUNTS) },
    { at: NOW, observations: allShow(person, statement, ACCOUNTS) },
  ]);
}

async function keepFirstLook(person: Person): Promise<void> {
  const statement = await hers(person, ACCOUNTS.slice(0, 4));
  const observations = allShow(person, statement, ACCOUNTS.slice(0, 4));
  await keepTakes(person.store, person.subject, [{ at: NOW, observations }]);
}

/** Her provider shows nothing, and a page of her own is all there is. */
async function keepWeak(person: Person): Promise<void> {
  const statement = await hers(person, [SITE]);
  const observations = [empty(person.subject), at(shows(SITE, [statement]))];
  await keepTakes(person.store, person.subject, [{ at: NOW, observations, given: [SITE] }]);
}

/** A platform that was taken over stands alone. */
function keepOneTaken(person: Person): Promise<void> {
  return keepTaken(person, [GITHUB]);
}

/** Her provider and a platform were taken over together. */
function keepTakenOver(person: Person): Promise<void> {
  return keepTaken(person, [person.subject, GITHUB]);
}

/** These show another key all at once, and one more shows nothing any more. */
async function keepTaken(person: Person, places: readonly string[]): Promise<void> {
  const statement = await hers(person, ACCOUNTS);
  const forged = await person.mallory.sign([GITHUB], { sub: person.subject, now: daysAgo(1) });
  const good = allShow(person, statement, ACCOUNTS);
  const taken = good.map((one) => {
    if (places.includes(one.account)) return at(shows(one.account, [forged]));
    return one.account === REDDIT ? empty(REDDIT) : one;
  });
  await keepTakes(person.store, person.subject, [
    { at: daysAgo(60), observations: good },
    { at: daysAgo(7), observations: good },
    { at: NOW, observations: taken },
  ]);
}

async function keepNothing(person: Person): Promise<void> {
  const observations = [empty(person.subject), empty(GITHUB), empty(SITE)];
  await keepTakes(person.store, person.subject, [{ at: NOW, observations, given: [GITHUB, SITE] }]);
}

async function keepCrowd(person: Person): Promise<void> {
  const accounts = Array.from({ length: CROWD - 1 }, (_, i) =>
    i < ACCOUNTS.length ? (ACCOUNTS[i] ?? '') : `https://alice.site-${i}.example/`,
  );
  const statement = await hers(person, accounts);
  await keepTakes(person.store, person.subject, [
    { at: daysAgo(30), observations: allShow(person, statement, accounts) },
    { at: NOW, observations: allShow(person, statement, accounts) },
  ]);
}

async function keepPseudonyms(person: Person): Promise<void> {
  const statement = await hers(person, PSEUDONYMS);
  const observations = [person.subject, ...PSEUDONYMS].map((uri) => at(shows(uri, [statement])));
  await keepTakes(person.store, person.subject, [{ at: NOW, observations }]);
}

async function keepIncomplete(person: Person): Promise<void> {
  const statement = await hers(person, ACCOUNTS);
  const all = [person.subject, ...ACCOUNTS];
  await keepTakes(person.store, person.subject, [
    { at: daysAgo(5), observations: allShow(person, statement, ACCOUNTS) },
    { at: NOW, observations: all.map((uri) => unreadable(uri)) },
  ]);
}

async function keepOutdated(person: Person): Promise<void> {
  const statement = await person.alice.sign(ACCOUNTS, { sub: person.subject, now: daysAgo(120) });
  const observations = allShow(person, statement, ACCOUNTS);
  await keepTakes(person.store, person.subject, [{ at: daysAgo(60), observations }]);
}

/** Every text that a stranger may choose is one that means no good. */
function keepHostile({ store, subject }: Person): Promise<void> {
  const hostile = HOSTILE.map((text, i) =>
    account(
      i % 3 === 0 ? `https://evil.example/${text}` : text,
      text,
      i % 4 === 0 ? 'conflicting' : 'consistent',
      {
        service: text,
        reason: text,
        found: [
          {
            where: text,
            container: 'jwt',
            url: `https://evil.example/${text}`,
            digest: text,
            servedBy: text,
          },
        ],
        lastGood: { state: 'consistent', at: NOW.toISOString() },
      },
    ),
  );
  const lookAlikes = [
    'https://xn--gthub-n4a.com/alice',
    'https://xn--80ak6aa92e.com/',
    'acct:al\u0456ce@social.example',
  ].map((uri) => account(uri, URL.canParse(uri) ? new URL(uri).host : 'social.example'));
  const own = { ...provider(), account: subject };
  const accounts = [own, ...hostile, ...lookAlikes];
  return keepReport(
    store,
    reportOf(accounts, {
      subject,
      operators: accounts.map(({ operator, evidence }) => ({ operator, evidence })),
      alerts: [
        {
          code: 'conflicting-statement',
          accounts: hostile.map((one) => one.account),
          message: HOSTILE.join(' '),
        },
        { code: 'homograph', accounts: lookAlikes.map((one) => one.account), message: HOSTILE[4] },
      ],
    }),
  );
}
