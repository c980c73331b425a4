import fc from 'fast-check';
import type { Evidence, HistoryKey, Observation } from '../../src/evidence/types.js';
import { reportOf, statementVerifier } from '../../src/report/build.js';
import type { Report } from '../../src/report/types.js';
import type { StatementInput } from '../../src/verify/index.js';
import {
  empty,
  evidence,
  type Identity,
  identity,
  knownFor,
  NOW,
  SUBJECT,
  shows,
  showsToken,
  unreadable,
} from './scenario.js';

/** Evidence → report: what the properties are about, so that a wrong one can take its place. */
export type Scorer = (evidence: Evidence) => Promise<Report>;

/** Signatures are verified once for all runs: the properties are about what is made of them. */
const verifier = statementVerifier(NOW);
export const scorer: Scorer = (file) => reportOf(file, verifier);

/** Accounts of the same name on platforms of the table, each of another operator. */
export const platformsOf = (name: string): readonly string[] => [
  `https://github.com/${name}`,
  `https://gitlab.com/${name}`,
  `https://www.reddit.com/user/${name}`,
  `https://keybase.io/${name}`,
  `https://lobste.rs/~${name}`,
  `https://codeberg.org/${name}`,
];
export const sitesOf = (name: string): readonly string[] => [
  `https://${name}.example/`,
  `https://${name}.test-site.example.org/`,
];
export const PLATFORMS = platformsOf('alice');
export const SITES = sitesOf('alice');

/** Keys that sign the same statement once only. */
export interface Signer extends Identity {
  cached(accounts: readonly string[], more?: Partial<StatementInput>): Promise<string>;
}

export async function signer(): Promise<Signer> {
  const who = await identity();
  const cache = new Map<string, Promise<string>>();
  return {
    ...who,
    cached(accounts, more = {}) {
      const key = JSON.stringify([accounts, more.seq, more.now, more.prev, more.revoked]);
      const known = cache.get(key) ?? who.sign(accounts, more);
      cache.set(key, known);
      return known;
    },
  };
}

/** What one of her places shows. */
export type Showing = 'statement' | 'token' | 'empty' | 'unreachable' | 'forged';

/** A situation of one subject, in few numbers. */
export interface Scene {
  readonly provider: 'hers' | 'silent' | 'unreachable' | 'forged';
  /** By index of PLATFORMS. */
  readonly platforms: readonly Showing[];
  readonly sites: readonly Exclude<Showing, 'token'>[];
  /** Platform accounts that the reader gave, by index. */
  readonly given: readonly boolean[];
  /** Accounts of a stranger that show his key for her `sub`. */
  readonly strangers: number;
  readonly knownDays: 0 | 20 | 60;
}

const showing = fc.constantFrom<Showing>('statement', 'statement', 'token', 'empty', 'unreachable', 'forged');
const siteShowing = fc.constantFrom<Exclude<Showing, 'token'>>('statement', 'empty', 'unreachable', 'forged');

/** Scenes in which the provider shows her key, unless told otherwise. */
export function scenes(
  provider: readonly Scene['provider'][] = ['hers'],
  more: Partial<{ [K in keyof Scene]: fc.Arbitrary<Scene[K]> }> = {},
): fc.Arbitrary<Scene> {
  return fc.record({
    provider: fc.constantFrom(...provider),
    platforms: fc.array(showing, { maxLength: 4 }),
    sites: fc.array(siteShowing, { maxLength: 2 }),
    given: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    strangers: fc.integer({ min: 0, max: 3 }),
    knownDays: fc.constantFrom<Scene['knownDays']>(0, 20, 60),
    ...more,
  });
}

export const STRANGER = 'mallory';
/** Where a stranger may make accounts for nothing. */
export const strangersPlaces = (name = STRANGER): readonly string[] => [
  ...sitesOf(name),
  ...platformsOf(name),
];

/** Everybody's keys, made once a file. */
export interface Cast {
  readonly alice: Signer;
  readonly mallory: Signer;
}

export async function cast(): Promise<Cast> {
  const [alice, mallory] = await Promise.all([signer(), signer()]);
  return { alice, mallory };
}

/** Her statement names every place there could be, so that one signature serves all scenes. */
const HERS = [...PLATFORMS, ...SITES];
export const hersOf = ({ alice }: Cast): Promise<string> => alice.cached(HERS);
export const forgedOf = ({ mallory }: Cast): Promise<string> =>
  mallory.cached([...HERS, ...strangersPlaces()]);

export async function evidenceOf(scene: Scene, players: Cast): Promise<Evidence> {
  const hers = await hersOf(players);
  const forged = await forgedOf(players);
  const observe = (account: string, what: Showing): Observation => {
    if (what === 'statement') return shows(account, [hers]);
    if (what === 'token') return showsToken(account, [players.alice.token(account)]);
    if (what === 'forged') return shows(account, [forged]);
    return what === 'empty' ? empty(account) : unreadable(account);
  };
  const provider = {
    hers: 'statement',
    silent: 'empty',
    unreachable: 'unreachable',
    forged: 'forged',
  } as const;
  const observations = [
    observe(SUBJECT, provider[scene.provider]),
    ...scene.platforms.map((what, i) => observe(PLATFORMS[i] as string, what)),
    ...scene.sites.map((what, i) => observe(SITES[i] as string, what)),
    ...strangersPlaces()
      .slice(0, scene.strangers)
      .map((account) => observe(account, 'forged')),
  ];
  const given = PLATFORMS.filter((_, i) => scene.given[i]);
  const history: HistoryKey[] =
    scene.knownDays > 0
      ? [
          knownFor(
            scene.knownDays,
            players.alice,
            [SUBJECT, ...PLATFORMS.slice(0, scene.platforms.length), ...SITES.slice(0, scene.sites.length)],
            [hers],
          ),
        ]
      : [];
  return evidence(observations, {
    ...(given.length > 0 ? { given } : {}),
    ...(history.length > 0 ? { history } : {}),
  });
}

/** The score of a key, as the report has it. */
export function scoreOf(report: Report, key: string): number {
  return report.keys.find(({ thumbprint }) => thumbprint === key)?.score ?? 0;
}

/** Rounding of sums of logarithms, far below the three digits that anybody reads. */
export const EPSILON = 1e-9;

/** Runs of a property; PROPERTY_RUNS multiplies them for a long look. */
export function runs(usual: number): number {
  return usual * Number(process.env.PROPERTY_RUNS ?? 1);
}

/** Does the property hold for this scorer? A wrong scorer has to make it fail. */
export async function holds<T extends [unknown, ...unknown[]]>(
  property: fc.IAsyncProperty<T>,
  numRuns = 60,
): Promise<boolean> {
  const details = await fc.check(property, { numRuns, seed: 20_261_121 });
  return !details.failed;
}
