import { once } from 'node:events';
import { request } from 'node:http';
import { signForgetRequest } from '../../../src/api/forget-request.js';
import { identityPath } from '../../api/support/api-server.js';
import { bearer, type Serving } from './serving.js';
import { EMPTY_PLACE, type HostileWorld, type Victim } from './victims.js';

export interface Scene {
  readonly serving: Serving;
  readonly places: HostileWorld;
  readonly victim: Victim;
  readonly now: Date;
}

/** One hostile request, or a few. Resolves when the server has done all that it makes of it. */
type Attack = (scene: Scene) => Promise<unknown>;

const AS = 'rival';
const schedulePath = ({ subject }: Victim): string => `/v1/schedules/${encodeURIComponent(subject)}`;
const giving =
  (accounts: (scene: Scene) => readonly string[]): Attack =>
  (scene) =>
    scene.serving.verify(scene.victim.subject, { as: AS, accounts: accounts(scene) });

/** What somebody tries who has a token as anybody has, and means her ill. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'gives a place that shows his key for her': giving(({ places, victim }) => [places.rivalPlaceOf(victim)]),
  'gives a place that shows nothing': giving(() => [EMPTY_PLACE]),
  'gives a place that is not there': giving(() => ['https://nowhere.evil.invalid/', 'dns:nowhere.example']),
  'gives as many places as he may': giving(() =>
    Array.from({ length: 256 }, (_, n) => `https://github.com/junk${n}`),
  ),
  'gives accounts of others': giving(({ places, victim }) => [
    places.claimantOf(victim),
    'mimi://a.example/u/nobody',
    'https://github.com/nobody',
    'acct:nobody@social.example',
  ]),
  'asks for her again and again': ({ serving, victim }) =>
    Promise.all(Array.from({ length: 8 }, () => serving.submit(victim.subject, { as: AS }))).then((jobs) =>
      Promise.all([...new Set(jobs.map(({ id }) => id))].map((id) => serving.follow(id, AS))),
    ),
  'asks for somebody whose statement names all that is hers': ({ serving, places, victim }) =>
    serving.verify(places.claimantOf(victim), { as: AS }),
  'asks for her newest report': ({ serving, victim }) =>
    serving.ask(`${identityPath(victim.subject)}?max-age=0`, { as: AS }),
  'asks, and goes away': async ({ serving, victim }) => {
    const { id } = await serving.submit(victim.subject, { as: 'visitor', accounts: [EMPTY_PLACE] });
    const stream = await serving.open(id, 'visitor');
    await stream.events.next();
    stream.leave();
    const asked = request(`${serving.url}${identityPath(victim.subject)}?max-age=0`, {
      headers: bearer('visitor'),
    }).end();
    await once(asked, 'finish');
    asked.on('error', () => undefined).destroy();
    await serving.follow(id, 'visitor');
    // What came of it is the job that who asks now is told of, too.
    await serving.verify(victim.subject, { as: 'visitor' });
  },
  'schedules somebody else': ({ serving, places, victim }) =>
    serving.ask(`/v1/schedules/${encodeURIComponent(places.claimantOf(victim))}`, {
      ...{ method: 'PUT', as: AS, body: { every: 'PT1H' } },
    }),
  'schedules her less often, and ends it': async ({ serving, victim }) => {
    const path = schedulePath(victim);
    await serving.ask(path, { method: 'PUT', as: AS, body: { every: 'P366D' } });
    await serving.ask(path, { method: 'DELETE', as: AS });
  },
  'ends what others have scheduled': ({ serving, victim }) =>
    serving.ask(schedulePath(victim), { method: 'DELETE', as: 'visitor' }),
  'schedules her, and ends her schedule, without a token': async ({ serving, victim }) => {
    await serving.ask(schedulePath(victim), { method: 'PUT', body: { every: 'P366D' } });
    await serving.ask(schedulePath(victim), { method: 'DELETE' });
  },
  'wants her forgotten, as himself': ({ serving, victim }) =>
    serving.ask(identityPath(victim.subject), { method: 'DELETE', as: AS }),
  'wants her forgotten, by his own key': async ({ serving, places, victim, now }) => {
    const about = { subject: victim.subject, audience: serving.url, now };
    const jws = await signForgetRequest(places.attackerKey, about);
    await serving.ask(identityPath(victim.subject), {
      method: 'DELETE',
      headers: { authorization: `Bearer ${jws}` },
    });
  },
  'sends what is no request': async ({ serving, victim }) => {
    for (const body of [
      '{',
      { subject: victim.subject, accounts: ['no account'] },
      { subject: [victim.subject] },
    ])
      await serving.ask('/v1/verifications', { method: 'POST', as: AS, body });
  },
};
