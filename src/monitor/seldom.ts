/** The same answer for a while; one that takes long is there for who asks later, one that failed is asked for again. */
export function seldom<T>(ask: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let asked: Promise<T> | null = null;
  let until = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (asked !== null && now < until) return asked;
    until = now + milliseconds;
    const attempt = ask();
    asked = attempt;
    attempt.catch(() => {
      if (asked === attempt) asked = null;
    });
    return attempt;
  };
}
