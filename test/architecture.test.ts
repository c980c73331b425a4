import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src');

/** The order in which data passes the rooms: a room imports only from rooms before it. */
const ROOMS = [
  'identifier',
  'services',
  'discovery',
  'fetch',
  'extract',
  'verify',
  'evidence',
  'graph',
  'score',
  'report',
  'design',
  'picture',
  'badge',
  'store',
  'crawl',
  'config',
  'redis',
  'queue',
  'jobs',
  'schedule',
  'monitor',
  'client',
  'pages',
  'api',
  'roles',
  'demo',
  'cli',
];

/** Shapes that belong to a later room but are named earlier; types alone, nothing is run. */
const TYPES_FROM_LATER = new Set(['fetch/types', 'extract/types', 'evidence/types', 'api/rate-limit']);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function imports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'(\.[^']+)';/gm)) {
    const to = relative(src, join(dirname(file), match[2] as string)).replace(/\.js$/, '');
    found.push({ from: relative(src, file), to, typeOnly: match[1] !== undefined });
  }
  for (const match of text.matchAll(/import\('(\.[^']+)'\)/g)) {
    found.push({
      from: relative(src, file),
      to: relative(src, join(dirname(file), match[1] as string)),
      typeOnly: false,
    });
  }
  return found;
}

const roomOf = (path: string): string => path.split(sep)[0] as string;
const all = sources(src).flatMap(imports);

describe('the house', () => {
  it('has imports that point one way', () => {
    const wrong = all
      .filter(
        ({ from, to }) =>
          ROOMS.includes(roomOf(from)) && ROOMS.indexOf(roomOf(to)) > ROOMS.indexOf(roomOf(from)),
      )
      .filter(({ to, typeOnly }) => !(typeOnly && TYPES_FROM_LATER.has(to.split(sep).join('/'))))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('knows every room', () => {
    const rooms = readdirSync(src, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : []));
    expect(rooms.filter((room) => !ROOMS.includes(room))).toEqual([]);
  });

  it('reads enough imports to be able to fail', () => {
    expect(all.length).toBeGreaterThan(100);
  });

  it('ships nothing that only tests need', () => {
    expect(
      all
        .filter(({ to }) => to.startsWith('..') && !to.startsWith(join('..', 'workers')))
        .map(({ from, to }) => `${from} imports ${to}`),
    ).toEqual([]);
  });
});
