import type { StopSignal } from '../fetch/budget.js';
import type { Gate } from '../fetch/gate.js';
import { PolitenessError, type Turn } from '../fetch/politeness.js';
import { ASK_AGAIN_MAX_MS, ASK_AGAIN_MS, AWAY_AGAIN_MS, WAITER_MS } from './limits.js';
import type { Answer } from './turns.js';

/** What a line asks of its surroundings. */
export interface LineDeps {
  /** The requests of this process in all. */
  readonly gate: Gate;
  /** Rejects where Redis does not answer. */
  readonly take: (holder: string) => Promise<Answer>;
  /** In the background. */
  readonly giveBack: (holder: string) => void;
  /** A name that nobody else has. */
  readonly newHolder: () => string;
  /** 0 to 1: jitter. */
  readonly random: () => number;
  /** Milliseconds for which turns are waited for while Redis is away. */
  readonly awayMs: number;
  /** The connection was ended by us: waiting for it is vain. */
  readonly closed: () => boolean;
  /** Nobody waits any more, and nobody must join. `known`: Redis still believes that somebody waits. */
  readonly onEmpty: (known: boolean) => void;
}

/** Who stands in front still asks ten times a second: its turn may come at any time. */
const MAX_DOUBLINGS = 2;

interface Waiter {
  readonly settle: (turn: Turn | null) => void;
  readonly fail: (error: PolitenessError) => void;
}

/** The gate is entered for one question: nobody has to be let out of the wait for it. */
const NEVER: StopSignal = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};

/**
 * Those of this process who wait for one host, in the order of their coming. One question to Redis is under way at a time,
 * for whoever stands in front, so that a thousand who wait cost it no more than one.
 */
export class Line {
  readonly #deps: LineDeps;
  readonly #waiting = new Set<Waiter>();
  #wake: (() => void) | null = null;
  /** The monotonic time since which Redis does not answer. */
  #awaySince: number | null = null;
  #holder: string;

  constructor(deps: LineDeps) {
    this.#deps = deps;
    this.#holder = deps.newHolder();
  }

  /** A turn, or null when the signal ended the wait. The first to join has to `serve`. */
  join(signal: StopSignal): Promise<Turn | null> {
    if (signal.aborted) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const done = () => signal.removeEventListener('abort', leave);
      const waiter: Waiter = {
        settle: (turn) => {
          done();
          resolve(turn);
        },
        fail: (error) => {
          done();
          reject(error);
        },
      };
      const leave = () => {
        this.#waiting.delete(waiter);
        if (this.#waiting.size === 0) this.poke();
        // A wait that Redis made too long must not be told as one behind too many others.
        if (this.#awaySince === null) waiter.settle(null);
        else waiter.fail(new PolitenessError('Redis was away until the wait for a turn had to end'));
      };
      this.#waiting.add(waiter);
      signal.addEventListener('abort', leave);
    });
  }

  /** A place may have come free. */
  poke(): void {
    this.#wake?.();
  }

  /** Asks for turns until nobody waits. */
  async serve(): Promise<void> {
    let asked = 0;
    let known = false;
    while (this.#waiting.size > 0) {
      const answer = await this.#ask();
      if (answer === null) continue;
      known = answer.is === 'waiting';
      asked = known ? asked + 1 : 0;
      if (answer.is === 'waiting') await this.#nap(this.#delay(answer.ms, answer.ahead, asked));
      else if (answer.is === 'resting') this.#settleAll({ release: null, restMs: answer.ms });
    }
    this.#deps.onEmpty(known);
  }

  /** Null: Redis did not answer. Who stands in front goes where a turn was granted. */
  async #ask(): Promise<Answer | null> {
    const { gate } = this.#deps;
    await gate.enter(NEVER);
    // Whoever waited for the gate may have gone.
    if (this.#waiting.size === 0) {
      gate.leave();
      return null;
    }
    try {
      const answer = await this.#deps.take(this.#holder);
      this.#awaySince = null;
      if (answer.is === 'granted') this.#grant();
      else gate.leave();
      return answer;
    } catch (error) {
      gate.leave();
      await this.#bear(error);
      return null;
    }
  }

  #grant(): void {
    const holder = this.#holder;
    this.#holder = this.#deps.newHolder();
    const release = () => {
      this.#deps.gate.leave();
      this.#deps.giveBack(holder);
    };
    const [first] = this.#waiting;
    if (first) {
      this.#waiting.delete(first);
      first.settle({ release });
    } else release();
  }

  /** Waits a little while Redis is away, and gives up when that took too long. */
  async #bear(cause: unknown): Promise<void> {
    const now = performance.now();
    this.#awaySince ??= now;
    if (now - this.#awaySince < this.#deps.awayMs && !this.#deps.closed())
      return this.#nap(AWAY_AGAIN_MS * (0.5 + this.#deps.random()));
    // What was asked last may be granted yet, to nobody.
    this.#deps.giveBack(this.#holder);
    const seconds = Math.round((now - this.#awaySince) / 1000);
    const error = new PolitenessError(`Redis did not say for ${seconds} s whose turn it is`, { cause });
    const all = [...this.#waiting];
    this.#waiting.clear();
    this.#awaySince = null;
    for (const waiter of all) waiter.fail(error);
  }

  #settleAll(turn: Turn): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const waiter of all) waiter.settle(turn);
  }

  /**
   * Milliseconds to the next question: until the token is there; where a place is missing, the longer the more stand ahead
   * and the longer it took so far.
   */
  #delay(untilToken: number | null, ahead: number, asked: number): number {
    const { random } = this.#deps;
    // No jitter: each is told another time, and who comes late holds up those behind. But often enough that nobody takes
    // this process for dead.
    if (untilToken !== null) return Math.min(untilToken, WAITER_MS / 3);
    const longest = ASK_AGAIN_MS * (ahead + 1) * 2 ** Math.min(asked - 1, MAX_DOUBLINGS);
    return Math.min(ASK_AGAIN_MAX_MS, longest) * (0.5 + random() / 2);
  }

  #nap(milliseconds: number): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.poke(), milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
