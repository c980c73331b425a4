/**
 * The same answer for a while; one that takes long is there for who asks later, one that failed is asked for again.
 *
 * @param isKept whether an answer is worth it: one that costs nothing is asked for each time
 */
export function seldom<T>(
  ask: () => Promise<T>,
  milliseconds: number,
  isKept: (answer: T) => boolean = () => true,
): () => Promise<T> {
  let asked: Promise<T> | null = null;
  let until = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (asked !== null && now < until) return asked;
    until = now + milliseconds;
    const attempt = ask();
    asked = attempt;
    const forget = () => {
      if (asked === attempt) asked = null;
    };
    attempt.then((answer) => !isKept(answer) && forget(), forget);
    return attempt;
  };
}
