import type { Fetcher, ResponseCache } from './types.js';

/** The same fetcher – connections, politeness, limits – with the stored answers of one subject. */
export function withCache(fetcher: Fetcher, cache: ResponseCache): Fetcher {
  return {
    fetch: (request, options) => fetcher.fetch(request, { ...options, cache }),
    txt: (name, options) => fetcher.txt(name, options),
    close: () => fetcher.close(),
  };
}
