import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readBoardAssets } from '../../src/queue/board-files.js';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.tsx?$/.test(path),
);
const whoHas = (pattern: RegExp): string[] =>
  sources.filter((path) => pattern.test(readFileSync(src + path, 'utf8'))).sort();

describe('what is loaded of bull-board', () => {
  it('are files that a browser is to have, by the names that its page uses', async () => {
    const { files, styles, scripts } = await readBoardAssets();
    const names = [...files.keys()];
    expect(names.filter((name) => !name.startsWith('static/') || name.includes('..'))).toEqual([]);
    expect(names.filter((name) => /\.(map|ejs|ts)$|package\.json$/.test(name))).toEqual([]);
    expect([...styles, ...scripts].filter((name) => !files.has(name))).toEqual([]);
    expect([...files.values()].filter(({ body }) => body.length === 0)).toEqual([]);
    // Of several megabytes somebody should know.
    const bytes = [...files.values()].reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBeLessThan(4_000_000);
  });

  it('is nothing at all but where the queue is in Redis and somebody serves', () => {
    expect(whoHas(/'@bull-board\//)).toEqual(['queue/board-files.ts', 'queue/board.ts']);
    // Types alone are gone when it runs. The first one's is of the same name in its own room.
    const board = /^import (?!type )[^;]*from '[./\w-]*\bboard(-files)?\.js'/m;
    expect(whoHas(board)).toEqual(['api/routes/admin.ts', 'queue/board.ts']);
    expect(whoHas(/import\('[./]*queue\/board\.js'\)/)).toEqual(['roles/distributed-parts.ts']);
  });
});
