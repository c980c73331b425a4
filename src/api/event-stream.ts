import { Readable } from 'node:stream';

/**
 * Server-sent events (HTML standard, section 9.2) for one client. What he does not take is held for him up to a limit;
 * then the stream is destroyed, and with it his connection.
 */
export class EventStream extends Readable {
  readonly #limit: number;

  /** @param limit bytes that may wait */
  constructor(limit: number) {
    super({ highWaterMark: limit });
    this.#limit = limit;
  }

  override _read(): void {
    // Everything is pushed as it comes.
  }

  /** @param data a JSON value */
  event(name: string, data: unknown, id?: string): void {
    // JSON has no line ends of its own.
    const line = id === undefined ? '' : `id: ${id}\n`;
    this.#write(`event: ${name}\n${line}data: ${JSON.stringify(data)}\n\n`);
  }

  /** A line that clients pass over. */
  comment(text: string): void {
    this.#write(`: ${text}\n\n`);
  }

  /** What was written still goes out. */
  finish(): void {
    if (!this.destroyed) this.push(null);
  }

  #write(text: string): void {
    if (this.destroyed) return;
    this.push(text);
    if (this.readableLength > this.#limit) this.destroy();
  }
}
