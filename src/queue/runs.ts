import { STOP_GRACE_MS } from './limits.js';
import { type ActiveJob, Final, type Handler, NotYet, Postpone, type StopReason } from './types.js';
import { within } from './within.js';

/** How a run ended. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'dropped' } // the job was removed meanwhile
  | { readonly kind: 'handed-back' } // the worker stopped
  | { readonly kind: 'postponed'; readonly delayMs: number }
  | Failed;

interface Failed {
  readonly kind: 'failed';
  readonly error: unknown;
  readonly final: boolean;
  readonly job: ActiveJob;
}

/** False: the handler only wants another try, and there is nothing to tell. */
export const isOurFault = ({ error }: Failed): boolean => !(error instanceof NotYet);

interface Run {
  readonly job: JobKey;
  readonly controller: AbortController;
  /** Waits for its handler no longer. */
  readonly abandon: () => void;
}

type JobKey = Pick<ActiveJob, 'id' | 'lane'>;

/** What one worker has in its hands. */
export class Runs {
  readonly #runs = new Map<string, Run>();
  #closing = false;
  #onEmpty: (() => void) | null = null;

  get size(): number {
    return this.#runs.size;
  }

  get active(): readonly JobKey[] {
    return [...this.#runs.values()].map(({ job }) => job);
  }

  has(job: JobKey): boolean {
    return this.#runs.has(keyOf(job));
  }

  /** Never rejects. A job that comes in while the worker stops is handed back untouched. */
  async run(job: Omit<ActiveJob, 'signal'>, handler: Handler): Promise<Outcome> {
    if (this.#closing) return { kind: 'handed-back' };
    const controller = new AbortController();
    const { signal } = controller;
    const abandoned = new Promise<Outcome>((resolve) => {
      const abandon = () => resolve(stoppedBy(signal) ?? { kind: 'handed-back' });
      this.#runs.set(keyOf(job), { job, controller, abandon });
    });
    const handled = call(handler, { ...job, signal });
    const outcome = await Promise.race([handled, abandoned]);
    this.#runs.delete(keyOf(job));
    if (this.#runs.size === 0) this.#onEmpty?.();
    return outcome;
  }

  /** Tells a job at work that it was removed; false where it is not here. */
  remove(job: JobKey): boolean {
    const run = this.#runs.get(keyOf(job));
    run?.controller.abort('removed' satisfies StopReason);
    return run !== undefined;
  }

  /** Lets in no more and waits until all have ended, of themselves or, after `limitMs`, because they are told to. */
  async drain(limitMs: number): Promise<void> {
    this.#closing = true;
    if (await this.#emptyWithin(limitMs)) return;
    for (const { controller } of this.#runs.values()) controller.abort('shutdown' satisfies StopReason);
    if (await this.#emptyWithin(STOP_GRACE_MS)) return;
    for (const { abandon } of this.#runs.values()) abandon();
  }

  async #emptyWithin(ms: number): Promise<boolean> {
    if (this.#runs.size === 0) return true;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    return within(empty, ms);
  }
}

const keyOf = ({ lane, id }: JobKey): string => `${lane} ${id}`;

async function call(handler: Handler, job: ActiveJob): Promise<Outcome> {
  try {
    await handler(job);
    return { kind: 'done' };
  } catch (error) {
    return outcomeOf(error, job);
  }
}

/** What the handler says of itself goes before what the worker's stop makes of it. */
function outcomeOf(error: unknown, job: ActiveJob): Outcome {
  if (job.signal.reason === 'removed') return { kind: 'dropped' };
  if (error instanceof Postpone) return { kind: 'postponed', delayMs: error.delayMs };
  if (error instanceof Final) return { kind: 'failed', error, final: true, job };
  return stoppedBy(job.signal) ?? { kind: 'failed', error, final: false, job };
}

function stoppedBy(signal: AbortSignal): Outcome | null {
  if (!signal.aborted) return null;
  return { kind: signal.reason === 'removed' ? 'dropped' : 'handed-back' };
}
