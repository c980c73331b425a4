/** Bytes of the blocks that small pieces are gathered in. */
const BLOCK_BYTES = 16 * 1024;

/**
 * The pieces of a body as they come in. Each piece is an object of some hundred bytes that keeps its whole read
 * alive, so a body sent in chunks of one byte would take a hundred times its size: small pieces are copied together.
 */
export class BodyChunks {
  readonly #whole: Buffer[] = [];
  #block: Buffer | null = null;
  #used = 0;

  add(piece: Buffer): void {
    if (piece.length >= BLOCK_BYTES / 4) {
      this.#seal();
      this.#whole.push(piece);
      return;
    }
    if (this.#used + piece.length > BLOCK_BYTES) this.#seal();
    this.#block ??= Buffer.allocUnsafe(BLOCK_BYTES);
    this.#used += piece.copy(this.#block, this.#used);
  }

  /** Everything so far, in its order; nothing is kept afterwards. */
  take(): readonly Buffer[] {
    this.#seal();
    return this.#whole.splice(0);
  }

  #seal(): void {
    if (this.#block) this.#whole.push(this.#block.subarray(0, this.#used));
    this.#block = null;
    this.#used = 0;
  }
}
