import type { RoleInput } from '../../../src/roles/role.js';
import { Recorder } from '../../queue/support/recorder.js';

interface LogLine {
  readonly msg: string;
  readonly outcome?: string;
}

/** A role in this very process, beside the test. */
export interface PlayedRole {
  /** Resolves when its log holds so many lines of this event. */
  logged(event: string, count?: number): Promise<unknown>;
  /** As SIGTERM does. */
  stop(): void;
  /** Resolves when it has ended in good order. */
  close(): Promise<void>;
}

type Input = Pick<RoleInput, 'env' | 'settings'> & Partial<RoleInput>;

export function play(role: (input: RoleInput) => Promise<void>, input: Input): PlayedRole {
  const log = new Recorder<LogLine>();
  const controller = new AbortController();
  const ended = role({
    clock: { now: () => new Date() },
    write: (line) => log.add(JSON.parse(line) as LogLine),
    signal: controller.signal,
    storePath: '',
    ...input,
  });
  // It is awaited by `close`; until then a failure is nobody's.
  ended.catch(() => undefined);
  return {
    logged: (event, count = 1) =>
      Promise.race([
        log.until((lines) => lines.filter(({ msg }) => msg === event).length >= count),
        ended.then(() => {
          if (!log.log.some(({ msg }) => msg === event)) throw new Error(`ended without "${event}"`);
        }),
      ]),
    stop: () => controller.abort(),
    close: () => {
      controller.abort();
      return ended;
    },
  };
}
