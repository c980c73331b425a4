import type { Earlier } from './earlier-statement.js';

/** The statements of one person, as far as a page knows of them: which one the next follows, and which accounts were hers. */
export class StatementLine {
  #last: Earlier | null = null;
  #standing: Earlier | null = null;

  /** The one that the next follows. */
  get last(): Earlier | null {
    return this.#last;
  }

  /** One that she published before. */
  beginWith(earlier: Earlier): void {
    this.#last = earlier;
    this.#standing = earlier;
  }

  /** One that was signed here. Nobody may have seen it yet: what it names by mistake was never hers. */
  add(signed: Earlier): void {
    this.#last = signed;
  }

  /** This one was found where it belongs. */
  wasSeen(signed: Earlier): void {
    this.#standing = signed;
  }

  /** Accounts that were hers by what stands published, or by her word, and that she does not name any longer. */
  noLongerOf(named: readonly string[], said: readonly string[] = []): readonly string[] {
    const were = [...(this.#standing?.accounts ?? []), ...(this.#standing?.revoked ?? []), ...said];
    return [...new Set(were)].filter((account) => !named.includes(account));
  }
}
