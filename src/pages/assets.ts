import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A script as a browser gets it. */
export interface ScriptFile {
  /** Holds a digest of all scripts: what has this name never changes. */
  readonly name: string;
  readonly body: Buffer;
}

/** What `src/client` was compiled to. */
export interface ClientScripts {
  /** By name, for `/assets/NAME`. */
  readonly files: ReadonlyMap<string, ScriptFile>;
  /** Path of a script of this server's own pages, for `<script type="module" src="…">`. */
  path(script: PageScript): string;
  /**
   * The file that other sites embed.
   * @param maxAgeDays how long a tick stays green
   */
  embed(maxAgeDays: number): Buffer;
}

/** Scripts that pages name; the others are imported by them. */
export const PAGE_SCRIPTS = ['copy', 'live', 'publish', 'theme'] as const;
export type PageScript = (typeof PAGE_SCRIPTS)[number];

export const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
/** Where the pages' scripts are. */
export const ASSETS_PATH = '/assets/';
/** What is no part of the pages, and has a path of its own. */
const EMBED = 'crossproof-badge.js';
/** Bytes of SHA-256 in a name, as hexadecimal. */
const DIGEST_CHARS = 16;

/** Beside this file where it is compiled, in dist where it runs from the sources. */
const FOLDERS = ['../client/', '../../dist/src/client/'].map((path) => new URL(path, import.meta.url));

let scripts: ClientScripts | null = null;

/** Read once. @throws Error where they were not built */
export function clientScripts(): ClientScripts {
  scripts ??= readScripts();
  return scripts;
}

function readScripts(): ClientScripts {
  const folder = FOLDERS.find((one) => existsSync(new URL(EMBED, one)));
  if (folder === undefined) throw new Error('the scripts of the pages are not built: npm run build');
  const texts = new Map(
    readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
  );
  const embed = texts.get(EMBED) ?? '';
  texts.delete(EMBED);
  const digest = createHash('sha256')
    .update(JSON.stringify([...texts].sort()))
    .digest('hex');
  const named = (name: string) => name.replace(/\.js$/, `.${digest.slice(0, DIGEST_CHARS)}.js`);
  const files = new Map<string, ScriptFile>();
  for (const [name, text] of texts) {
    const body = text.replace(/(from '\.\/)([\w-]+\.js)(?=')/g, (_all, from, to) => from + named(to));
    files.set(named(name), { name: named(name), body: Buffer.from(body) });
  }
  return {
    files,
    path: (script) => ASSETS_PATH + named(`${script}.js`),
    embed: (maxAgeDays) => Buffer.from(withMaxAge(embed, maxAgeDays)),
  };
}

function withMaxAge(embed: string, days: number): string {
  const written = embed.replace(/const MAX_AGE_DAYS = [\d.]+;/, `const MAX_AGE_DAYS = ${days};`);
  if (!written.includes(`const MAX_AGE_DAYS = ${days};`)) throw new Error(`${EMBED}: no MAX_AGE_DAYS in it`);
  return written;
}
