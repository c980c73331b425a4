import type { Connection } from './connection.js';
import { MAX_IDLE, MAX_IDLE_PER_HOST } from './limits.js';

/**
 * Connections between two requests, by host and dialled address. A hop takes one only for an address that it has
 * just resolved and checked, so reuse never skips the guard.
 */
export class IdleConnections {
  readonly #idle = new Map<string, Connection[]>();
  #count = 0;

  take(key: string): Connection | null {
    const list = this.#idle.get(key);
    for (let connection = list?.pop(); connection; connection = list?.pop()) {
      this.#count -= 1;
      if (list?.length === 0) this.#idle.delete(key);
      if (connection.usable) return connection;
      connection.destroy();
    }
    return null;
  }

  /** Keeps the connection, or closes it where there are enough. */
  give(key: string, connection: Connection): void {
    const list = this.#idle.get(key) ?? [];
    if (!connection.usable || list.length >= MAX_IDLE_PER_HOST) {
      connection.destroy();
      return;
    }
    if (this.#count >= MAX_IDLE) this.#dropOldest();
    list.push(connection);
    this.#idle.delete(key);
    this.#idle.set(key, list); // Maps keep the order of insertion: the first key is the longest unused.
    this.#count += 1;
    connection.onClose = () => this.#remove(key, connection);
  }

  closeAll(): void {
    for (const list of [...this.#idle.values()]) for (const connection of [...list]) connection.destroy();
    this.#idle.clear();
    this.#count = 0;
  }

  #dropOldest(): void {
    for (const [key, list] of this.#idle) {
      const oldest = list.shift();
      if (list.length === 0) this.#idle.delete(key);
      if (!oldest) continue;
      this.#count -= 1;
      oldest.destroy();
      return;
    }
  }

  #remove(key: string, connection: Connection): void {
    const list = this.#idle.get(key);
    const at = list?.indexOf(connection) ?? -1;
    if (!list || at < 0) return;
    list.splice(at, 1);
    this.#count -= 1;
    if (list.length === 0) this.#idle.delete(key);
  }
}
