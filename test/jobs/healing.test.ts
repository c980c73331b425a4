import { afterEach, describe, expect, it } from 'vitest';
import { text } from '../../src/demo/answers.js';
import type { AccountReading } from '../../src/evidence/types.js';
import { UNREACHABLE_REASONS } from '../../src/fetch/types.js';
import { mayHeal, planHealing } from '../../src/jobs/healing.js';
import type { Report } from '../../src/report/types.js';
import { frozenClock } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type Deployment, startDeployment } from './support/deployment.js';

const SITE = 'https://alice.example/';
const signedAt = new Date(frozenClock().now().getTime() - 30 * 86_400_000);
const soon = { runs: 3, delayMs: 1, spreadMs: 0, backOffMs: 1 };
/** Milliseconds for what a worker holds, which it is to finish. */
const PATIENT_MS = 100_000;
const open: Deployment[] = [];
afterEach(async () => {
  for (const deployment of open.splice(0)) await deployment.close();
});

const reading = (account: string, reason?: AccountReading['reason']): AccountReading => ({
  account,
  outcome: reason ? 'unreachable' : 'read',
  ...(reason ? { reason } : {}),
  ...{ finds: [], places: [], fetchedAt: '2026-11-21T12:00:00.000Z', requests: 1 },
});

/** Alice, and a site of hers that fails until it is mended. */
async function withFailingSite(): Promise<{ deployment: Deployment; mend: () => void }> {
  let population: Parameters<Parameters<typeof startDeployment>[0]>[0] | undefined;
  const deployment = await startDeployment(async (people) => {
    population = people;
    await honest(people, 'alice', { now: signedAt });
  });
  open.push(deployment);
  const whole = population?.sites()['alice.example'];
  if (!whole) throw new Error('alice has no site');
  deployment.world.internet.replaceSite('alice.example', () => text('try later\n', undefined, 503));
  return { deployment, mend: () => deployment.world.internet.replaceSite('alice.example', whole) };
}

const stateOf = async ({ store }: Deployment) => {
  const report = (await store.latest(SUBJECT))?.report as Report | undefined;
  return report?.accounts.find((a) => a.account === SITE)?.state;
};

async function verified(deployment: Deployment): Promise<string> {
  const { id } = await deployment.verifications.submit({
    ...{ subject: SUBJECT, given: [], caller: 'a', origin: 'demand' },
  });
  await deployment.ended(id);
  return id;
}

/** Resolves when the background lane is empty. */
async function settled({ queue }: Deployment): Promise<void> {
  for (;;) {
    const { background } = await queue.counts();
    if (background.waiting + background.delayed + background.active === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('an account that may have healed', () => {
  it('is read again, and the conclusion drawn anew from it and from what was read before', async () => {
    const { deployment, mend } = await withFailingSite();
    const first = deployment.work({ healing: { ...soon, delayMs: 300_000 } });
    const id = await verified(deployment);
    expect(await stateOf(deployment)).toBe('unreachable');
    await first.close(PATIENT_MS);
    mend();
    const asked = deployment.world.internet.requests.length;
    const plan = planHealing(id, 'b'.repeat(32), await deployment.store.readings(id, 0), () => 0, soon);
    if (plan === null) throw new Error('nothing to heal');
    await deployment.queue.addFlow(plan.parent, plan.children);
    deployment.work();
    await new Promise<void>((resolve) => {
      const look = async () =>
        (await stateOf(deployment)) === 'consistent' ? resolve() : setImmediate(look);
      void look();
    });
    expect((await deployment.store.latest(SUBJECT))?.id).toBe('b'.repeat(32));
    const hosts = new Set(deployment.world.internet.requests.slice(asked).map(({ host }) => host));
    expect([...hosts]).toEqual(['alice.example']);
  });

  it('that has not is tried a few times and then left to the schedule', async () => {
    const { deployment } = await withFailingSite();
    deployment.work({ healing: soon });
    const id = await verified(deployment);
    await settled(deployment);
    expect([(await deployment.store.latest(SUBJECT))?.id, await stateOf(deployment)]).toEqual([
      id,
      'unreachable',
    ]);
    expect(await deployment.store.verifications(SUBJECT)).toHaveLength(1);
    expect(deployment.troubles).toEqual([]);
  });

  it('is let be when the subject was verified again meanwhile, or forgotten', async () => {
    for (const meanwhile of ['verified', 'forgotten']) {
      const { deployment, mend } = await withFailingSite();
      const first = deployment.work({ healing: { ...soon, delayMs: 300_000 } });
      const id = await verified(deployment);
      const plan = planHealing(id, 'c'.repeat(32), await deployment.store.readings(id, 0), () => 0, soon);
      mend();
      const last = meanwhile === 'verified' ? await verified(deployment) : undefined;
      if (meanwhile === 'forgotten') await deployment.verifications.forget(SUBJECT);
      await first.close(PATIENT_MS);
      const asked = deployment.world.internet.requests.length;
      if (plan === null) throw new Error('nothing to heal');
      await deployment.queue.addFlow(plan.parent, plan.children);
      deployment.work();
      await deployment.left(
        'background',
        [plan.parent, ...plan.children].map((job) => job.id),
      );
      expect(deployment.world.internet.requests.length).toBe(asked);
      expect((await deployment.store.latest(SUBJECT))?.id).toBe(last);
    }
  });
});

describe('what may heal', () => {
  it('is trouble of the way there, and never what somebody decided', () => {
    const healing = UNREACHABLE_REASONS.filter((reason) => mayHeal(reading('x', reason)));
    expect(healing).toEqual(['dns', 'connect', 'tls', 'timeout', 'reset', 'status', 'rate-limited']);
    expect(mayHeal(reading('x'))).toBe(false);
  });

  it('is planned once an account, by ordinals and ids alone, and for sixteen at most', () => {
    const readings = Array.from({ length: 40 }, (_, n) => ({
      ordinal: n + 1,
      reading: reading(`https://${n % 30}.example/`, n < 5 ? 'refused-address' : 'timeout'),
    }));
    const plan = planHealing('a'.repeat(32), 'b'.repeat(32), readings, () => 0.5);
    expect(plan?.children).toHaveLength(16);
    expect(JSON.stringify(plan)).not.toContain('example');
    expect(plan?.children[0]).toEqual({
      id: `${'b'.repeat(32)}-31`,
      kind: 'fetch',
      lane: 'background',
      data: { of: 'a'.repeat(32), into: 'b'.repeat(32), ordinal: 31 },
      delayMs: 90_000,
      attempts: 4,
      backOffMs: 120_000,
    });
    expect(plan?.parent).toEqual({
      id: `${'b'.repeat(32)}-score`,
      kind: 'score',
      lane: 'background',
      data: { of: 'a'.repeat(32), into: 'b'.repeat(32) },
      attempts: 4,
      backOffMs: 120_000,
    });
    expect(planHealing('a', 'b', [{ ordinal: 1, reading: reading('x', 'robots') }], () => 0)).toBeNull();
  });
});
