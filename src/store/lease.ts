/** The right to crawl a subject: at any time at most one holds it. */
export interface Lease {
  /** Aborted when the lease is lost: whoever holds it stops at once. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

export interface Leases {
  /** Null: somebody else holds it. */
  acquire(subject: string): Promise<Lease | null>;
  close(): Promise<void>;
}

/** For one process that works alone on its store. */
export function localLeases(): Leases {
  const held = new Set<string>();
  return {
    async acquire(subject) {
      if (held.has(subject)) return null;
      held.add(subject);
      return {
        signal: new AbortController().signal,
        release: async () => void held.delete(subject),
      };
    },
    close: async () => undefined,
  };
}
