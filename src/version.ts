import { existsSync, readFileSync } from 'node:fs';

/** Above `src`, or two folders above where `src` is compiled to. */
const beside = new URL('../package.json', import.meta.url);
const manifest = existsSync(beside) ? beside : new URL('../../package.json', import.meta.url);

/** From package.json, so that it is written once. */
export const VERSION: string = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
