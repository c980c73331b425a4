export interface RememberOptions {
  readonly entries: number;
  /** Milliseconds after which everything is forgotten; so it is where there is no room for one more. */
  readonly milliseconds: number;
}

/** The same function, which remembers its last answers for a while; what it throws it throws each time anew. */
export function remembering<V extends string>(
  read: (text: string) => V,
  { entries, milliseconds }: RememberOptions,
): (text: string) => V {
  const known = new Map<string, V>();
  let until = Number.NEGATIVE_INFINITY;
  return (text) => {
    const now = performance.now();
    if (now >= until) {
      known.clear();
      until = now + milliseconds;
    }
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= entries) known.clear();
    known.set(text, value);
    return value;
  };
}
