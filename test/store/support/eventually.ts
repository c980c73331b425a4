/** Tries until it does not fail; the test's own limit ends it. */
export async function eventually(action: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await action();
      return;
    } catch {
      await new Promise(setImmediate);
    }
  }
}
