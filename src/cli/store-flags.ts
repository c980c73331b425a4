import type { Command } from 'commander';
import type { Store } from '../store/types.js';
import { CliError, type Io } from './io.js';

export function addStoreFlags(command: Command): Command {
  return command
    .option('--store <path|url>', 'where what was seen is kept (default: a file under your data directory)')
    .option('--no-store', 'keep nothing');
}

/** Opens the store that the flags name; undefined for --no-store. Trouble is a CliError of one line. */
export async function openStoreOf(options: { readonly store?: unknown }, io: Io): Promise<Store | undefined> {
  if (options.store === false) return undefined;
  const [{ openStore }, { defaultStorePath }, { StoreError }] = await Promise.all([
    import('../store/open-store.js'),
    import('../store/default-path.js'),
    import('../store/store-error.js'),
  ]);
  const path = typeof options.store === 'string' ? options.store : defaultStorePath(io.env);
  try {
    return await openStore(path);
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(`${error.message} (--no-store does without)`);
    throw error;
  }
}
