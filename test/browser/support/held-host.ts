import type { Fetcher } from '../../../src/fetch/types.js';

/** A fetcher that reads as its own does, but that one host waits for its turn while it is held. */
export interface HeldHost {
  readonly fetcher: Fetcher;
  /** From now on this host is asked nothing. */
  hold(): void;
  letGo(): void;
}

/** Held before it is asked: none of the fetcher's own times runs out meanwhile, however slow the machine. */
export function holdingBack(fetcher: Fetcher, host: string): HeldHost {
  let [held, letGo] = [Promise.resolve(), () => {}];
  return {
    fetcher: {
      async fetch(request, options) {
        if (new URL(request.url).hostname === host) await held;
        return fetcher.fetch(request, options);
      },
      txt: (name, options) => fetcher.txt(name, options),
      close: () => fetcher.close(),
    },
    hold() {
      held = new Promise((resolve) => {
        letGo = resolve;
      });
    },
    letGo: () => letGo(),
  };
}
