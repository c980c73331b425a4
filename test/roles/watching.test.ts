import { expect, it, onTestFinished } from 'vitest';
import type { SiteHandler } from '../../src/demo/answers.js';
import { Population } from '../../src/demo/population.js';
import { localPoliteness } from '../../src/fetch/local-politeness.js';
import { HOUR_MS } from '../../src/monitor/limits.js';
import type { Overview } from '../../src/monitor/types.js';
import type { RoleContext } from '../../src/roles/context.js';
import { monitorOf } from '../../src/roles/monitor.js';
import type { Parts } from '../../src/roles/parts.js';
import { playRole, type RoleInput } from '../../src/roles/role.js';
import { startScheduler } from '../../src/roles/scheduler.js';
import { startWorker } from '../../src/roles/worker.js';
import { play } from '../deployment/support/played-role.js';
import { folder } from '../store/support/folder.js';
import { type FrozenClock, frozenClock } from '../support/frozen-clock.js';
import { accountsOf, honest, startWorld, type World } from '../support/world.js';

const NAMES = Array.from({ length: 12 }, (_, n) => `user${n}`);
const DAY_SECONDS = 86_400;
const SIGNED_DAYS_AGO = 30;
/** More than a day and the jitter of a schedule that begins to be calm. */
const NEXT_LOOK_MS = 32 * HOUR_MS;
/** Milliseconds for five looks at everybody, on a busy machine. */
const TEST_MS = 900_000;
const LOOK_MS = 180_000;

/** The same pages and records, by other names: what a redesign does. */
function redesigned(site: SiteHandler): SiteHandler {
  return async (request) => {
    const answer = await site(request);
    const body = answer.body
      .toString()
      .replaceAll('user-profile-bio', 'UserBio')
      .replaceAll('vcard-names', 'UserNames')
      .replaceAll('vcard-details', 'UserDetails')
      .replaceAll('"bio":', '"about":');
    return { ...answer, body };
  };
}

/** Records that are JSON no more. */
function garbled(site: SiteHandler): SiteHandler {
  return async (request) => {
    const answer = await site(request);
    return { ...answer, body: answer.body.toString().replace(/\}\s*$/, '') };
  };
}

/** Worker and scheduler of one process, as `serve` has them, and what an operator is shown of them. */
async function startHouse(world: World, clock: FrozenClock) {
  let opened: (value: { parts: Parts; context: RoleContext }) => void = () => undefined;
  const ready = new Promise<{ parts: Parts; context: RoleContext }>((resolve) => {
    opened = resolve;
  });
  const house = (input: RoleInput) =>
    playRole('serve', input, (all, context) => {
      // A rate is reckoned by the clock, which stands still.
      const parts = { ...all, politeness: localPoliteness({ clock }) };
      const running = [startWorker(parts, context), startScheduler(parts, context)];
      opened({ parts, context });
      return { close: async () => void (await Promise.all(running.map((each) => each.close()))) };
    });
  const storePath = `${folder()}/store.sqlite`;
  const role = play(house, { env: {}, settings: world.settings, clock, storePath, random: () => 0.5 });
  onTestFinished(() => role.close());
  const { parts, context } = await ready;
  return {
    parts,
    overview: async (): Promise<Overview> => {
      await context.tally.flush(parts.samples);
      return monitorOf(parts, context).overview();
    },
  };
}

/** Resolves when everybody was looked at since the clock was moved. */
async function looked({ schedules, jobs }: Parts, clock: FrozenClock): Promise<void> {
  const now = clock.now().toISOString();
  await expect
    .poll(
      async () => {
        const all = await schedules.list({ limit: 100 });
        return [all.filter(({ lastRunAt }) => lastRunAt === now).length, await jobs.countOpen()];
      },
      { timeout: LOOK_MS, interval: 100 },
    )
    .toEqual([NAMES.length, { queued: 0, active: 0, scheduled: 0 }]);
}

const unusual = ({ services }: Overview) =>
  Object.fromEntries(services?.map((each) => [each.service, each.unusual.map(({ result }) => result)]) ?? []);

it(
  'a service whose markup has changed shows up by itself, and no other does',
  async () => {
    const clock = frozenClock();
    const population = new Population();
    const signed = new Date(clock.now().getTime() - SIGNED_DAYS_AGO * 24 * HOUR_MS);
    const people = await Promise.all(
      NAMES.map((name) => honest(population, name, { now: signed, accounts: accountsOf(name) })),
    );
    const world = await startWorld(population);
    onTestFinished(() => world.close());
    const { parts, overview } = await startHouse(world, clock);
    const createdAt = clock.now().toISOString();
    await parts.schedules.putAll(
      people.map(({ subject }) => ({ subject, everySeconds: DAY_SECONDS, dueAt: createdAt, createdAt })),
    );
    await looked(parts, clock);
    for (const _day of [2, 3]) {
      clock.advance(NEXT_LOOK_MS);
      await looked(parts, clock);
    }
    const calm = { bluesky: [], fediverse: [], github: [], mimi: [], website: [] };
    expect(unusual(await overview())).toEqual(calm);

    const sites = population.sites();
    for (const host of ['github.com', 'api.github.com'])
      world.internet.replaceSite(host, redesigned(sites[host] as SiteHandler));
    clock.advance(NEXT_LOOK_MS);
    await looked(parts, clock);
    const changed = await overview();
    expect(unusual(changed)).toEqual({ ...calm, github: ['missing'] });
    expect(changed.services?.[0]).toMatchObject({
      service: 'github',
      recent: { confirmed: 0, missing: NAMES.length, without: 0, broken: 0, absent: 0, unreachable: 0 },
      unusual: [{ hours: 1, count: NAMES.length, of: NAMES.length }],
    });
    expect(changed).toMatchObject({ mode: 'embedded', schedules: { count: NAMES.length, late: 0 } });

    // Another one cannot be read at all any more; the first is still told.
    const server = Object.keys(sites).find((host) => host.endsWith('.bsky.network')) ?? '';
    world.internet.replaceSite(server, garbled(sites[server] as SiteHandler));
    clock.advance(NEXT_LOOK_MS);
    await looked(parts, clock);
    expect(unusual(await overview())).toEqual({ ...calm, github: ['missing'], bluesky: ['unreachable'] });
  },
  TEST_MS,
);
