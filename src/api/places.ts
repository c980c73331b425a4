/** A bounded number of things that are open at a time, in all and for one key. */
export interface Places {
  /** Null: all are taken. The function gives the place back, however often it is called. */
  take(key: string): (() => void) | null;
  readonly taken: number;
  /** Whether this key has a place left, wherever the others are. */
  hasOwn(key: string): boolean;
}

/** @param changed hears of the number taken */
export function createPlaces(all: number, perKey: number, changed?: (taken: number) => void): Places {
  const byKey = new Map<string, number>();
  let taken = 0;
  const add = (key: string, by: 1 | -1) => {
    const count = (byKey.get(key) ?? 0) + by;
    if (count === 0) byKey.delete(key);
    else byKey.set(key, count);
    taken += by;
    changed?.(taken);
  };
  const hasOwn = (key: string) => (byKey.get(key) ?? 0) < perKey;
  return {
    take(key) {
      if (taken >= all || !hasOwn(key)) return null;
      add(key, 1);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        add(key, -1);
      };
    },
    get taken() {
      return taken;
    },
    hasOwn,
  };
}
