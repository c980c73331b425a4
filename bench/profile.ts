import { type Profiler, type Runtime, Session } from 'node:inspector';

/** Milliseconds of the event loop's thread by part of the program, idle time left out. */
export type Shares = Readonly<Record<string, number>>;

const ROOMS: Readonly<Record<string, string>> = {
  fetch: 'fetch',
  extract: 'extract',
  verify: 'verify statements',
  graph: 'graph, score, report',
  score: 'graph, score, report',
  report: 'graph, score, report',
  evidence: 'graph, score, report',
  store: 'store',
  identifier: 'catalogue and crawl',
  services: 'catalogue and crawl',
  discovery: 'catalogue and crawl',
  crawl: 'catalogue and crawl',
};

/** For frames that a callback of the runtime entered: no room of ours is above them on the stack. */
const PACKAGES: Readonly<Record<string, string>> = {
  undici: 'undici, TLS, sockets',
  jose: 'verify statements',
  cheerio: 'extract',
  htmlparser2: 'extract',
  libsql: 'store',
  tldts: 'catalogue and crawl',
};

const RUNTIME = 'undici, TLS, sockets';
/** A map: a frame may be named `toString`, as members of every object are. */
const NATIVE: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'native code'],
  ['(idle)', ''],
  ['(root)', ''],
]);

/** The part a frame belongs to by itself; undefined: to whoever called it. */
function ownPart({ functionName, url }: Runtime.CallFrame): string | undefined {
  const native = NATIVE.get(functionName);
  if (native !== undefined) return native;
  const room = /\/(?:src|dist)\/([a-z]+)\//.exec(url)?.[1];
  return room === undefined || url.includes('/node_modules/') ? undefined : ROOMS[room];
}

function fallback({ url }: Runtime.CallFrame): string {
  const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  return name === undefined ? RUNTIME : (PACKAGES[name] ?? 'other packages');
}

/** Sums self time by the nearest frame, itself or above it, that stands in a room of ours. */
export function sharesOf(profile: Profiler.Profile): Shares {
  const parents = new Map<number, Profiler.ProfileNode>();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node);
  const parts = new Map<number, string>();
  const partOf = (node: Profiler.ProfileNode): string => {
    for (let frame: Profiler.ProfileNode | undefined = node; frame; frame = parents.get(frame.id)) {
      const part = ownPart(frame.callFrame);
      if (part) return part;
      if (part === '' && frame === node) return '';
    }
    return fallback(node.callFrame);
  };
  const shares: Record<string, number> = {};
  profile.samples?.forEach((id, index) => {
    const node = nodes.get(id);
    if (!node) return;
    const part = parts.get(id) ?? partOf(node);
    parts.set(id, part);
    if (part !== '') shares[part] = (shares[part] ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000;
  });
  return shares;
}

/** Starts V8's sampling profiler in this process; the function returned stops it and writes nothing. */
export async function startProfile(): Promise<() => Promise<Shares>> {
  const session = new Session();
  session.connect();
  const post = (method: string) =>
    new Promise<unknown>((resolved, rejected) => {
      session.post(method, (error: Error | null, answer?: object) =>
        error ? rejected(error) : resolved(answer),
      );
    });
  await post('Profiler.enable');
  await post('Profiler.start');
  return async () => {
    const { profile } = (await post('Profiler.stop')) as { profile: Profiler.Profile };
    session.disconnect();
    return sharesOf(profile);
  };
}
