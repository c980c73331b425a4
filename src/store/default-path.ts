import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where the store is when nobody names one: `crossproof/store.sqlite` under the user's data directory
 * (XDG Base Directory: $XDG_DATA_HOME, or ~/.local/share; a relative value is to be ignored).
 */
export function defaultStorePath(env: Readonly<Record<string, string | undefined>>): string {
  const data = env.XDG_DATA_HOME;
  const home = env.HOME || homedir();
  const base = data !== undefined && isAbsolute(data) ? data : join(home, '.local', 'share');
  return join(base, 'crossproof', 'store.sqlite');
}
