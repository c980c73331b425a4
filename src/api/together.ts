/** Asks for the value of one key; null where there is none. */
export type AskOne<V> = (key: string) => Promise<V | null>;

export interface TogetherOptions {
  /** Keys in one question. */
  readonly keys: number;
  /** Questions at a time: one that hangs must not hold up everybody. */
  readonly questions: number;
}

interface Waiting<V> {
  readonly promise: Promise<V | null>;
  readonly resolve: (value: V | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts those into one question who ask in the same turn of the event loop, or while all questions allowed are out: a round
 * trip costs the same for one key and for many. Nobody is given what was found before he asked.
 */
export function askTogether<V>(
  question: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  { keys, questions }: TogetherOptions,
): AskOne<V> {
  const waiting = new Map<string, Waiting<V>>();
  let [scheduled, out] = [false, 0];
  const schedule = (): void => {
    if (scheduled || out >= questions || waiting.size === 0) return;
    scheduled = true;
    setImmediate(send);
  };
  const send = (): void => {
    scheduled = false;
    out += 1;
    const batch = [...waiting].slice(0, keys);
    for (const [key] of batch) waiting.delete(key);
    void answer(question, new Map(batch)).finally(() => {
      out -= 1;
      schedule();
    });
    schedule();
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
