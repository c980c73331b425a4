import { createFetcher } from '../../fetch/index.js';
import type { FetchSettings } from '../../fetch/types.js';
import { recogniseAccount } from '../../services/index.js';
import { readInput } from '../input.js';
import { CliError, type Io } from '../io.js';

/** Bytes of a document: pages of 4 MB exist, larger ones hold no profile. */
export const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** A document to inspect, wherever it came from. */
export interface Source {
  readonly name: string;
  readonly document: Uint8Array;
  readonly mediaType: string;
  /** URIs of the account that it may belong to. */
  readonly accounts: readonly string[];
}

/** True for what is fetched rather than opened. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/**
 * Reads a file, standard input (`-`) or an https URL.
 * @throws CliError that names the source and says why it could not be read
 */
export async function readSource(source: string, settings: FetchSettings, io: Io): Promise<Source> {
  if (isUrl(source)) return fetchSource(source, settings, io);
  const document = await readInput(source, io, MAX_DOCUMENT_BYTES);
  return { name: source, document, mediaType: '', accounts: [] };
}

async function fetchSource(url: string, settings: FetchSettings, io: Io): Promise<Source> {
  const fetcher = createFetcher(settings, { clock: io });
  try {
    const reading = await fetcher.fetch(
      {
        url,
        accept: 'application/jwt, application/json, text/html;q=0.9, */*;q=0.5',
        // A person asked for this one page, as a browser would: robots.txt speaks to crawlers.
        policy: { redirects: 'https', maxRedirects: 5, maxBytes: MAX_DOCUMENT_BYTES, robots: 'ignore' },
      },
      { signal: io.signal },
    );
    if (reading.outcome === 'absent') throw new CliError(`${url}: not there (status ${reading.status})`);
    if (reading.outcome === 'unreachable') throw new CliError(`${url}: ${reading.detail}`);
    const account = recogniseAccount(url);
    const accounts = 'unsupported' in account ? [] : [...new Set([account.uri, account.normalized])];
    return { name: url, document: reading.body, mediaType: reading.mediaType, accounts };
  } finally {
    await fetcher.close();
  }
}
