interface Node<T> {
  readonly value: T;
  previous: Node<T> | null;
  next: Node<T> | null;
}

/** First in, first out, and anything from the middle: each in constant time, however many wait. */
export class Fifo<T> {
  readonly #nodes = new Map<T, Node<T>>();
  #first: Node<T> | null = null;
  #last: Node<T> | null = null;

  get size(): number {
    return this.#nodes.size;
  }

  push(value: T): void {
    const node: Node<T> = { value, previous: this.#last, next: null };
    if (this.#last) this.#last.next = node;
    else this.#first = node;
    this.#last = node;
    this.#nodes.set(value, node);
  }

  /** Before all others. */
  unshift(value: T): void {
    const node: Node<T> = { value, previous: null, next: this.#first };
    if (this.#first) this.#first.previous = node;
    else this.#last = node;
    this.#first = node;
    this.#nodes.set(value, node);
  }

  shift(): T | undefined {
    const value = this.#first?.value;
    if (value !== undefined) this.delete(value);
    return value;
  }

  delete(value: T): boolean {
    const node = this.#nodes.get(value);
    if (!node) return false;
    if (node.previous) node.previous.next = node.next;
    else this.#first = node.next;
    if (node.next) node.next.previous = node.previous;
    else this.#last = node.previous;
    return this.#nodes.delete(value);
  }
}
