/** Asks for the value of one key; null where there is none. */
export type AskOne<V> = (key: string) => Promise<V | null>;

export interface TogetherOptions {
  /** Keys in one question. */
  readonly keys: number;
  /** Questions at a time, of which all but one are late. */
  readonly questions: number;
  /** Milliseconds after which a question is late: one that hangs must not hold up everybody. */
  readonly lateMs: number;
}

interface Waiting<V> {
  readonly promise: Promise<V | null>;
  readonly resolve: (value: V | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts those into one question who ask in the same turn of the event loop, or while another question is out: a round trip
 * costs nearly the same for one key and for many. Nobody is given what was found before he asked.
 */
export function askTogether<V>(
  question: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  { keys, questions, lateMs }: TogetherOptions,
): AskOne<V> {
  const waiting = new Map<string, Waiting<V>>();
  let [scheduled, out, late] = [false, 0, 0];
  const schedule = (): void => {
    if (scheduled || out > late || out >= questions || waiting.size === 0) return;
    scheduled = true;
    setImmediate(send);
  };
  // A turn after its answer: whoever asks again for having heard it is still in the next question.
  const end = (wasLate: boolean): void => {
    out -= 1;
    if (wasLate) late -= 1;
    schedule();
  };
  const send = (): void => {
    scheduled = false;
    out += 1;
    const batch = [...waiting].slice(0, keys);
    for (const [key] of batch) waiting.delete(key);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      late += 1;
      schedule();
    }, lateMs);
    void answer(question, new Map(batch)).finally(() => {
      clearTimeout(timer);
      setImmediate(end, isLate);
    });
  };
  return (key) => {
    const known = waiting.get(key);
    if (known) return known.promise;
    const one = newWaiting<V>();
    waiting.set(key, one);
    schedule();
    return one.promise;
  };
}

async function answer<V>(
  question: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  batch: ReadonlyMap<string, Waiting<V>>,
): Promise<void> {
  try {
    const found = await question([...batch.keys()]);
    for (const [key, { resolve }] of batch) resolve(found.get(key) ?? null);
  } catch (error) {
    for (const { reject } of batch.values()) reject(error);
  }
}

function newWaiting<V>(): Waiting<V> {
  let [resolve, reject]: [Waiting<V>['resolve'], Waiting<V>['reject']] = [() => undefined, () => undefined];
  const promise = new Promise<V | null>((resolved, rejected) => {
    [resolve, reject] = [resolved, rejected];
  });
  return { promise, resolve, reject };
}
