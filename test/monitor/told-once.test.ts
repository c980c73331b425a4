import { afterEach, describe, expect, it } from 'vitest';
import { type SiteHandler, text } from '../../src/demo/answers.js';
import type { Population } from '../../src/demo/population.js';
import type { Verified } from '../../src/jobs/deps.js';
import { planHealing } from '../../src/jobs/healing.js';
import { countedReadings } from '../../src/monitor/counted-readings.js';
import { type Deployment, startDeployment } from '../jobs/support/deployment.js';
import { frozenClock } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';

const MINUTE = 60_000;
/** Milliseconds for what a worker holds, which it is to finish. */
const PATIENT_MS = 100_000;
const later = { runs: 1, delayMs: 5 * MINUTE, spreadMs: 0, backOffMs: 1 };
const soon = { ...later, delayMs: 1 };
const open: Deployment[] = [];
afterEach(async () => {
  for (const deployment of open.splice(0)) await deployment.close();
});

const trouble: SiteHandler = () => text('try later\n', undefined, 503);

/** Alice, whose hosts a test can break and mend, and what is counted of each look at her. */
async function watched() {
  const clock = frozenClock();
  let sites: ReturnType<Population['sites']> = {};
  const deployment = await startDeployment(
    async (people) => {
      await honest(people, 'alice', { now: new Date(clock.now().getTime() - 30 * 24 * 60 * MINUTE) });
      sites = people.sites();
    },
    { clock },
  );
  open.push(deployment);
  const told: Verified[] = [];
  let hear = (): void => undefined;
  const onVerified = async (verified: Verified) => {
    told.push(verified);
    hear();
  };
  const replace = (hosts: readonly string[], by: (site: SiteHandler) => SiteHandler) => {
    for (const host of hosts) deployment.world.internet.replaceSite(host, by(sites[host] ?? trouble));
  };
  return {
    ...{ deployment, clock },
    hosts: Object.keys(sites),
    fail: (hosts: readonly string[]) => replace(hosts, () => trouble),
    mend: (hosts: readonly string[]) => replace(hosts, (site) => site),
    work: () => deployment.work({ onVerified, healing: later }),
    look: async (given: readonly string[] = []) => {
      const { id } = await deployment.verifications.submit({
        ...{ subject: SUBJECT, given, caller: 'a', origin: 'demand' },
      });
      await deployment.ended(id);
      return id;
    },
    /** Accounts whose readings were told of last. */
    lastRead: () => told.at(-1)?.readings.map(({ account }) => account),
    /** What was told since this was last asked. */
    counted: () =>
      told
        .splice(0)
        .flatMap(countedReadings)
        .map(({ service, result }) => `${service} ${result}`),
    heard: () =>
      new Promise<void>((resolve) => {
        hear = resolve;
        if (told.length > 0) resolve();
      }),
  };
}

const ALL_WELL = [
  'mimi confirmed',
  'website confirmed',
  'fediverse confirmed',
  'github confirmed',
  'bluesky confirmed',
].sort();

describe('a reading is counted once', () => {
  it('when it is made, and not again by the look that only draws the conclusion anew', async () => {
    const { deployment, clock, fail, mend, work, look, counted, heard, lastRead } = await watched();
    fail(['alice.example']);
    const first = work();
    const id = await look();
    expect(counted().sort()).toEqual(
      ALL_WELL.map((each) => each.replace('website confirmed', 'website unreachable')),
    );
    await first.close(PATIENT_MS);
    mend(['alice.example']);
    clock.advance(2 * MINUTE);
    const plan = planHealing(id, 'b'.repeat(32), await deployment.store.readings(id, 0), () => 0, soon);
    if (plan === null) throw new Error('nothing to heal');
    await deployment.queue.addFlow(plan.parent, plan.children);
    work();
    await heard();
    expect(lastRead()).toEqual(['https://alice.example/']);
    expect(counted()).toEqual(['website confirmed']);
  });

  it('however often somebody asks, and again on the next day', async () => {
    const { clock, work, look, counted } = await watched();
    work();
    await look();
    expect(counted().sort()).toEqual(ALL_WELL);
    clock.advance(1);
    await look();
    expect(counted()).toEqual([]);
    clock.advance(24 * 60 * MINUTE);
    await look();
    expect(counted().sort()).toEqual(ALL_WELL);
  });

  it('where nothing at all can be read, from the first look on', async () => {
    const { clock, hosts, fail, mend, work, look, counted } = await watched();
    fail(hosts);
    work();
    await look();
    expect(counted()).toEqual(['mimi unreachable']);
    clock.advance(1_000);
    await look();
    expect(counted()).toEqual([]);
    mend(hosts);
    // Robots.txt that could not be read is asked for again after a while.
    clock.advance(24 * 60 * MINUTE);
    await look();
    expect(counted().sort()).toEqual(ALL_WELL);
    fail(hosts);
    clock.advance(1_000);
    await look();
    expect(counted().sort()).toEqual(ALL_WELL.map((each) => each.replace('confirmed', 'unreachable')));
    clock.advance(1_000);
    await look();
    expect(counted()).toEqual([]);
  });

  it('and never for what a caller alone named', async () => {
    const { work, look, counted } = await watched();
    work();
    await look(['https://github.com/nobody-at-all']);
    expect(counted().sort()).toEqual(ALL_WELL);
  });
});
