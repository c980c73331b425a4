interface Item<T> {
  readonly value: T;
  readonly due: number;
  /** Who came first, among those that are due together. */
  readonly order: number;
  index: number;
}

/** What becomes due, earliest first: in and out in logarithmic time. */
export class DueHeap<T> {
  readonly #heap: Item<T>[] = [];
  readonly #items = new Map<T, Item<T>>();
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the next becomes due. */
  get next(): number | undefined {
    return this.#heap[0]?.due;
  }

  add(value: T, due: number): void {
    this.#order += 1;
    const item = { value, due, order: this.#order, index: this.#heap.length };
    this.#items.set(value, item);
    this.#heap.push(item);
    this.#up(item);
  }

  /** Takes out the earliest that is due. */
  takeDue(now: number): T | undefined {
    const first = this.#heap[0];
    if (!first || first.due > now) return undefined;
    this.delete(first.value);
    return first.value;
  }

  delete(value: T): boolean {
    const item = this.#items.get(value);
    if (!item) return false;
    this.#items.delete(value);
    const last = this.#heap.pop();
    if (last && last !== item) {
      this.#put(last, item.index);
      this.#up(last);
      this.#down(last);
    }
    return true;
  }

  #up(item: Item<T>): void {
    for (;;) {
      const parent = this.#heap[(item.index - 1) >> 1];
      if (!parent || item.index === 0 || !before(item, parent)) return;
      this.#swap(item, parent);
    }
  }

  #down(item: Item<T>): void {
    for (;;) {
      const left = this.#heap[2 * item.index + 1];
      const right = this.#heap[2 * item.index + 2];
      const child = right && left && before(right, left) ? right : left;
      if (!child || !before(child, item)) return;
      this.#swap(child, item);
    }
  }

  #swap(a: Item<T>, b: Item<T>): void {
    const place = a.index;
    this.#put(a, b.index);
    this.#put(b, place);
  }

  #put(item: Item<T>, index: number): void {
    this.#heap[index] = item;
    item.index = index;
  }
}

const before = <T>(a: Item<T>, b: Item<T>): boolean =>
  a.due < b.due || (a.due === b.due && a.order < b.order);
