import type { FastifyRequest } from 'fastify';
import type { NewSchedule, Schedule } from '../store/schedule-types.js';
import { unauthorized } from './auth.js';
import type { ApiDeps } from './deps.js';

/** What is told of a schedule. */
export type Shown = Pick<Schedule, 'subject' | 'everySeconds' | 'dueAt' | 'lastRunAt'>;

/** Schedules as one who may ask sees and changes them. */
export interface SchedulesOf {
  /** Null: there is none, as far as it is his business. */
  get(subject: string): Promise<Shown | null>;
  put(schedule: NewSchedule): Promise<Shown & { readonly isNew: boolean }>;
  /** False: there was none, as far as it is his business. */
  remove(subject: string): Promise<boolean>;
}

type Deps = Pick<ApiDeps, 'schedules' | 'wishes'>;

/**
 * A caller has his own wishes and sees nobody else's. An operator is the keeper, and so is whoever may ask without a
 * token: he sees schedules as they are run, and ends them whole.
 */
export function schedulesOf({ caller: { token } }: FastifyRequest, deps: Deps): SchedulesOf {
  return token?.role === 'caller' ? ofCaller(token.id, deps) : ofKeeper(deps);
}

function ofCaller(id: string, { wishes }: Deps): SchedulesOf {
  return {
    get: (subject) => wishes.get(id, subject),
    async put(schedule) {
      const put = await wishes.put(id, schedule);
      // It held when the request came in.
      if (put === null) throw unauthorized('The token does not hold.', 'invalid_token');
      return { ...put.wish, isNew: put.isNew };
    },
    remove: (subject) => wishes.remove(id, subject),
  };
}

function ofKeeper({ schedules }: Deps): SchedulesOf {
  return {
    get: (subject) => schedules.get(subject),
    async put(schedule) {
      const isNew = (await schedules.get(schedule.subject)) === null;
      return { ...(await schedules.put(schedule)), isNew };
    },
    remove: (subject) => schedules.remove(subject),
  };
}
