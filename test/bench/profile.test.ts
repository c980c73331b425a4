import type { Profiler } from 'node:inspector';
import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../bench/profile.js';

let id = 0;
function node(functionName: string, url: string, ...children: Profiler.ProfileNode[]) {
  id += 1;
  const callFrame = { functionName, scriptId: '0', url, lineNumber: 0, columnNumber: 0 };
  return { id, callFrame, children: children.map((child) => child.id), below: children };
}
type Tree = Profiler.ProfileNode & { below?: Tree[] };

const all = (tree: Tree): Tree[] => [tree, ...(tree.below ?? []).flatMap(all)];

describe('where the time goes', () => {
  it('counts a frame for the nearest room of ours on its stack, and nothing for idle time', () => {
    const parse = node('parse', 'file:///x/node_modules/htmlparser2/index.js');
    const native = node('toString', '');
    const extract = node('extractHtml', 'file:///x/src/extract/html.ts', parse, native);
    const onRead = node('onStreamRead', 'node:internal/stream_base_commons');
    const statement = node('open', 'file:///x/node_modules/libsql/index.js');
    const idle = node('(idle)', '');
    const collector = node('(garbage collector)', '');
    const root = node('(root)', '', extract, onRead, statement, idle, collector);
    const samples = [extract, parse, native, onRead, statement, idle, collector].map((one) => one.id);
    const profile = {
      nodes: all(root),
      startTime: 0,
      endTime: 0,
      samples,
      timeDeltas: [1000, 2000, 3000, 4000, 5000, 6000, 7000],
    };
    expect(sharesOf(profile)).toEqual({
      extract: 6,
      'undici, TLS, sockets': 4,
      store: 5,
      'garbage collection': 7,
    });
  });
});
