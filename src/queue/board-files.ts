import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, sep } from 'node:path';

/** A file of bull-board's pages, as a browser gets it. */
export interface BoardFile {
  readonly type: string;
  readonly body: Buffer;
}

/** What its one page needs, by the names that `files` knows. */
export interface BoardAssets {
  readonly files: ReadonlyMap<string, BoardFile>;
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** What is handed out; everything else in the package stays there. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};
const ENTRY = 'index.ejs';

/** Where `@bull-board/ui` is. */
export function boardFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));
}

/**
 * All of its files, read once: no path from a request ever touches the disk. Its own entry page is not used, since it
 * fetches fonts from another server and has styles and a script in it; the files that it names are.
 *
 * @throws Error where the package is another than the one we know
 */
export async function readBoardAssets(): Promise<BoardAssets> {
  const root = join(boardFolder(), 'dist');
  const entry = await readFile(join(root, ENTRY), 'utf8');
  const files = new Map<string, BoardFile>();
  for (const path of await pathsIn(join(root, 'static'))) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    files.set(relative(root, path).split(sep).join('/'), { type, body: await readFile(path) });
  }
  const styles = namedIn(entry, /<link href="(static\/[^"]+\.css)"/g);
  const scripts = namedIn(entry, /<script defer src="(static\/[^"]+\.js)"/g);
  const isKnown = [...styles, ...scripts].every((name) => files.has(name));
  if (styles.length === 0 || scripts.length === 0 || !isKnown)
    throw new Error('@bull-board/ui has another entry page than the one that is known here');
  return { files, styles, scripts };
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function namedIn(entry: string, pattern: RegExp): readonly string[] {
  return [...entry.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
