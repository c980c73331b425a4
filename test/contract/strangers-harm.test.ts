import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { identityPath } from '../api/support/api-server.js';
import { frozenClock } from '../support/frozen-clock.js';
import { runs } from '../support/scenes.js';
import { ATTACKS } from './support/attacks.js';
import { type Serving, startServing } from './support/serving.js';
import { type HostileWorld, hostileWorld, type Victim } from './support/victims.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A server of its own, and what it keeps. */
interface Place {
  readonly serving: Serving;
  readonly database: Database;
}

const clock = frozenClock();
const opened: Place[] = [];
let folder: string;
let places: HostileWorld;
/** Nobody asks here but her friend. */
let quiet: Place;
let attacked: Place;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-harm-'));
  places = await hostileWorld(new Date(clock.now().getTime() - 30 * DAY_MS));
  [quiet, attacked] = [await open('quiet'), await open('attacked')];
});
afterAll(async () => {
  for (const { serving, database } of opened) {
    await database.close();
    await serving.stop();
  }
  await places.world.close();
  await rm(folder, { recursive: true });
});

/** As it is by itself: a hundred handshakes with one host at a time take longer than it has, on a busy machine. */
const POLITE = { CROSSPROOF_HOST_CONCURRENCY: '6' };

async function open(name: string): Promise<Place> {
  const storePath = join(folder, `${name}.sqlite`);
  const serving = await startServing({ world: places.world, clock, storePath, env: POLITE });
  const place = { serving, database: await openDatabase(storePath) };
  opened.push(place);
  return place;
}

/** Everything about her that anybody is told, and what later reports are made from. Nothing is left out but ids. */
async function knownOf({ serving, database }: Place, { subject }: Victim): Promise<unknown> {
  const path = identityPath(subject);
  const [stranger, operator, history, whole] = await Promise.all([
    serving.ask(path),
    serving.ask(path, { as: 'operator' }),
    serving.ask(`${path}/history`),
    serving.ask(`${path}/history`, { as: 'operator' }),
  ]);
  const memory = (await new SqlStore(database).memory(subject))?.memory;
  return {
    answers: [stranger, operator, history, whole].map(({ status, text }) => [status, text]),
    tag: stranger.headers.etag,
    memory,
    schedule: await new SqlSchedules(database).get(subject),
  };
}

const schedule = { method: 'PUT', as: 'caller', body: { every: 'P1D' } } as const;
/** Together with her friend, at the first or the second time that he asks that day. */
type Moment = 'first' | 'second';
type Day = readonly { readonly attack: string; readonly when: Moment }[];
/** What becomes of one person: a list of days. */
type Life = readonly Day[];

/** Everything known of one person after each day: without anybody else, and with. */
interface Lived {
  readonly without: unknown[];
  readonly under: unknown[];
}

/** The days of several people, side by side: their places change, and friends and others ask for them. */
async function live(lives: readonly Life[]): Promise<Lived[]> {
  const people = await Promise.all(
    lives.map(async (life) => ({ life, victim: await places.newVictim(), without: [], under: [] }) as Person),
  );
  await inTurn(people, begin);
  clock.advance(HOUR_MS);
  // From now on somebody has watched her before, whoever asks.
  await inTurn(people, ({ victim }) => look(victim));
  for (let day = 0; day < Math.max(...lives.map((life) => life.length)); day += 1) {
    clock.advance(8 * DAY_MS);
    for (const { victim } of people) victim.show(day % 2 === 1);
    for (const when of ['first', 'second'] as const) {
      await inTurn(people, (person) => pass(person, day, when));
      clock.advance(5 * MINUTE_MS);
    }
    await Promise.all(people.map(note));
  }
  return people;
}

/** Some at a time: a host that a busy machine is too slow for counts as one that does not answer. */
const AT_A_TIME = 4;

async function inTurn(people: readonly Person[], act: (person: Person) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < people.length; n += AT_A_TIME)
    await Promise.all(people.slice(n, n + AT_A_TIME).map(act));
}

interface Person extends Lived {
  readonly life: Life;
  readonly victim: Victim;
}

/** Her friend asks, on both servers. */
const look = (victim: Victim) =>
  Promise.all([quiet, attacked].map(({ serving }) => serving.verify(victim.subject)));

async function begin({ victim }: Person): Promise<void> {
  await look(victim);
  const path = `/v1/schedules/${encodeURIComponent(victim.subject)}`;
  for (const { serving } of [quiet, attacked]) await serving.ask(path, schedule);
}

/** Her friend asks, and whoever else does at that moment on one of the servers. */
async function pass({ life, victim }: Person, day: number, when: Moment): Promise<void> {
  const scene = { serving: attacked.serving, places, victim, now: clock.now() };
  const chosen = (life[day] ?? []).filter((one) => one.when === when);
  await Promise.all([look(victim), ...chosen.map(({ attack }) => ATTACKS[attack]?.(scene))]);
  // Who asks when her friend has his answer has her looked at again, at the same time of day: so has he, on both.
  if (chosen.length > 0) await look(victim);
}

async function note({ victim, without, under }: Person): Promise<void> {
  without.push(await knownOf(quiet, victim));
  under.push(await knownOf(attacked, victim));
}

/** Once is enough: it takes a second of work. */
const COSTLY = 'gives as many places as he may';
const NAMES = Object.keys(ATTACKS);
const MOMENTS = ['first', 'second'] as const;
const day: fc.Arbitrary<Day> = fc.uniqueArray(
  fc.record({
    attack: fc.constantFrom(...NAMES.filter((name) => name !== COSTLY)),
    when: fc.constantFrom(...MOMENTS),
  }),
  { selector: ({ attack, when }) => `${attack} ${when}`, maxLength: 4 },
);
const PEOPLE = 3;
/** Hundreds of verifications, a second of work each ten of them: far more than that on a machine that has others to do. */
const BUSY_MS = 900_000;
const lives = fc.array(fc.array(day, { minLength: 1, maxLength: 2 }), {
  minLength: PEOPLE,
  maxLength: PEOPLE,
});

describe('what everybody is told of a subject', () => {
  it('is not changed by anything that a stranger asks for', { timeout: BUSY_MS }, async () => {
    const momentsOf = (attack: string) => (attack === COSTLY ? MOMENTS.slice(0, 1) : MOMENTS);
    const lived = await live(NAMES.map((attack) => [momentsOf(attack).map((when) => ({ attack, when }))]));
    const byName = (which: keyof Lived) =>
      Object.fromEntries(NAMES.map((name, i) => [name, lived[i]?.[which]]));
    expect(byName('under')).toEqual(byName('without'));
  });

  it('is not changed by whatever several ask for at once, and one after another', {
    timeout: BUSY_MS,
  }, async () => {
    const unharmed = async (all: readonly Life[]) => {
      const lived = await live(all);
      expect(lived.map(({ under }) => under)).toEqual(lived.map(({ without }) => without));
    };
    await fc.assert(fc.asyncProperty(lives, unharmed), { numRuns: runs(2) });
  });

  it('is another once somebody may do what they may not, so that all this can fail', async () => {
    const [lived] = await live([[[]]]);
    const victim = await places.newVictim();
    await look(victim);
    const { status } = await attacked.serving.ask(identityPath(victim.subject), {
      ...{ method: 'DELETE', as: 'operator' },
    });
    expect([status, lived?.under]).toEqual([204, lived?.without]);
    expect(await knownOf(attacked, victim)).not.toEqual(await knownOf(quiet, victim));
  });
});
