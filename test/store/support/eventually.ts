/** Tries until it does not fail; the test's own limit ends it. */
export async function eventually<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch {
      await new Promise(setImmediate);
    }
  }
}
