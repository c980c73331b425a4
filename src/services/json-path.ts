/** Values taken from one document by one path, at most: `*` over a stranger's array must not flood what follows. */
export const MAX_SELECTED = 128;

/**
 * The values at a path of member names divided by dots, `*` standing for every member or element. Members that are
 * not there give nothing. Only own members are looked at: `__proto__` leads nowhere.
 */
export function select(value: unknown, path: string): readonly unknown[] {
  let found: unknown[] = [value];
  for (const name of path.split('.')) {
    const next: unknown[] = [];
    for (const one of found) {
      if (typeof one !== 'object' || one === null) continue;
      if (name === '*') next.push(...Object.values(one).slice(0, MAX_SELECTED - next.length));
      else if (Object.hasOwn(one, name)) next.push(Reflect.get(one, name));
      if (next.length >= MAX_SELECTED) break;
    }
    found = next;
  }
  return found;
}

/** The elements of an array, at most MAX_SELECTED; of anything else none. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_SELECTED) : [];
}

/** A string as it is, a safe integer (ids are often numbers) as its digits, anything else as ''. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : '';
}
