import { Readable } from 'node:stream';

/**
 * Server-sent events (HTML standard, section 9.2) for one client. An event waits until he has taken most of those before
 * it; who takes nothing from one comment to the next is let go.
 */
export class EventStream extends Readable {
  readonly #limit: number;
  /** Who waits to write the next event. */
  #waiting: (() => void) | null = null;
  #written = 0;
  #takenBefore = 0;

  /** @param limit bytes that may wait; the one event that passes it may wait whole */
  constructor(limit: number) {
    super({ highWaterMark: limit });
    this.#limit = limit;
  }

  /** Asked for when less than the limit waits. */
  override _read(): void {
    this.#waiting?.();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#waiting?.();
    callback(error);
  }

  /**
   * Resolves when it is written, or when nobody is there any more. One at a time.
   * @param data a JSON value
   */
  async event(name: string, data: unknown, id?: string): Promise<void> {
    if (this.#isFull) await this.#room();
    // JSON has no line ends of its own.
    const line = id === undefined ? '' : `id: ${id}\n`;
    this.#write(`event: ${name}\n${line}data: ${JSON.stringify(data)}\n\n`);
  }

  /** A line that clients pass over, so that no proxy takes the stream for dead; none where enough is on its way. */
  comment(text: string): void {
    const taken = this.#written - this.readableLength;
    if (!this.#isFull) this.#write(`: ${text}\n\n`);
    else if (taken === this.#takenBefore) this.destroy();
    this.#takenBefore = taken;
  }

  /** What was written still goes out. */
  finish(): void {
    if (!this.destroyed) this.push(null);
  }

  get #isFull(): boolean {
    return !this.destroyed && this.readableLength >= this.#limit;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = () => {
        this.#waiting = null;
        resolve();
      };
    });
  }

  #write(text: string): void {
    if (this.destroyed) return;
    const bytes = Buffer.from(text);
    this.#written += bytes.length;
    this.push(bytes);
  }
}
