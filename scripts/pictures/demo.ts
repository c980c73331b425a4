import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageUrl } from '../../src/badge/index.js';
import { EXIT, type Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';
import { startInternet } from '../../src/demo/internet.js';
import { createWorld } from '../../src/demo/world.js';

/** The time on every picture: that of the examples in the documentation. */
const NOW = new Date('2026-11-21T12:00:00Z');
/** Everything on loopback answers: a reading that is not waited for is one of a slow machine, and no picture of anything. */
const PATIENCE = ['--max-time', '600'] as const;
/** DER before the seed of an Ed25519 private key (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The demo's small internet as it is on every picture: a clock that stands still, and the same keys each time. */
export interface PicturedDemo {
  /** Of the small internet, as `startBrowser` takes it. */
  readonly port: number;
  /** What `crossproof verify` prints. */
  readonly report: string;
  /** Her badge, as `crossproof badge` writes it. */
  badge(style: string): Promise<string>;
  /** Serves her profile page, with `crossproof serve`, as long as `look` takes. @returns what `look` found */
  served<T>(look: (page: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Runs the commands of the demo on its world. @throws Error with what a command said that did not end well */
export async function startPicturedDemo(): Promise<PicturedDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-pictures-'));
  const keys = { own: keyFrom('her own'), forged: keyFrom('forged') };
  const { subject, given, sites, dns } = await createWorld({ now: NOW, keys });
  const internet = await startInternet({ sites, dns, folder });
  const store = ['--store', join(folder, 'store.sqlite')];
  const accounts = given.flatMap((account) => ['--account', account]);
  const fetching = [...internet.flags, ...PATIENCE];
  const close = async (): Promise<void> => {
    await internet.close();
    await rm(folder, { recursive: true });
  };
  const report = await printed(['verify', subject, ...accounts, ...fetching, ...store]).catch(
    (error: unknown) => close().then(() => Promise.reject(error)),
  );
  return {
    ...{ report, close, port: internet.port },
    async badge(style) {
      const file = join(folder, `${style}.svg`);
      await printed(['badge', subject, '-o', file, '--style', style, ...store]);
      return readFile(file, 'utf8');
    },
    served: (look) => whileServing([...fetching, ...store], (origin) => look(pageUrl(origin, subject))),
  };
}

/** The same private key for the same words: it guards nothing. */
function keyFrom(words: string): object {
  const seed = createHash('sha256').update(`a key for pictures: ${words}`).digest();
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { kty: 'OKP', crv: 'Ed25519', x, d: seed.toString('base64url') };
}

interface Heard {
  out: string;
  err: string;
}

function recordingIo(heard: Heard, signal: AbortSignal, onErr: (text: string) => void = () => undefined): Io {
  return {
    out: (text) => {
      heard.out += text;
    },
    err: (text) => {
      heard.err += text;
      onErr(text);
    },
    readStdin: async () => Buffer.alloc(0),
    stdinLines: async function* () {},
    interactive: false,
    env: {},
    now: () => NOW,
    signal,
  };
}

/** What a command prints that answers yes. */
async function printed(argv: readonly string[]): Promise<string> {
  const heard: Heard = { out: '', err: '' };
  const code = await run(argv, recordingIo(heard, new AbortController().signal));
  if (code !== EXIT.yes) throw new Error(`crossproof ${argv[0]} ended with ${code}: ${heard.err}`);
  return heard.out;
}

async function whileServing<T>(flags: readonly string[], look: (origin: string) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const heard: Heard = { out: '', err: '' };
  let listening: (origin: string) => void = () => undefined;
  const origin = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const io = recordingIo(heard, stop.signal, (text) => {
    const [, at] = /^listening on (\S+)\n$/.exec(text) ?? [];
    if (at) listening(at);
  });
  const ended = run(['serve', '--embedded', '--port', '0', ...flags], io).then((code) => {
    throw new Error(`crossproof serve ended with ${code}: ${heard.err}`);
  });
  try {
    return await look(await Promise.race([origin, ended]));
  } finally {
    stop.abort();
    await ended.catch(() => undefined);
  }
}
