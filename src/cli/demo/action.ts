import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageUrl } from '../../badge/index.js';
import { explain, type SeenReport, wrap } from '../../demo/explain.js';
import { type Internet, startInternet } from '../../demo/internet.js';
import { createWorld, type DemoWorld } from '../../demo/world.js';
import type { Evidence } from '../../evidence/types.js';
import { openStore } from '../../store/open-store.js';
import { EXIT, type ExitCode, type Io } from '../io.js';
import { run } from '../run.js';

export interface DemoOptions {
  /** Stay up until Ctrl-C. */
  readonly keep: boolean;
  readonly json: boolean;
}

/**
 * Starts the small internet, runs `crossproof verify` on it, and explains the report. `yes` when the report is
 * what this world must give; after Ctrl-C, also of `--keep`, `interrupted`.
 */
export async function demo(options: DemoOptions, io: Io): Promise<ExitCode> {
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-demo-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove); // A second Ctrl-C ends the process without coming back here.
  let internet: Internet | undefined;
  try {
    const world = await createWorld({ now: io.now() });
    internet = await startInternet({ sites: world.sites, dns: world.dns, folder });
    io.err(introduction(world, internet));
    const code = await verifyAndExplain(world, internet, join(folder, 'store.sqlite'), options, io);
    if (!options.keep || code !== EXIT.yes) return code;
    io.err(addresses(world, internet));
    await serveUntilInterrupted(world, internet, join(folder, 'store.sqlite'), io);
    return EXIT.interrupted;
  } finally {
    await internet?.close();
    remove();
    process.off('exit', remove);
  }
}

/** The arguments that a person would type after `crossproof`. */
function verifyArguments(world: DemoWorld, internet: Internet): string[] {
  const given = world.given.flatMap((account) => ['--account', account]);
  return ['verify', world.subject, ...given, ...internet.flags];
}

async function verifyAndExplain(
  world: DemoWorld,
  internet: Internet,
  store: string,
  options: DemoOptions,
  io: Io,
): Promise<ExitCode> {
  const json = options.json ? ['--json'] : [];
  const code = await run([...verifyArguments(world, internet), '--store', store, ...json], io);
  if (code === EXIT.trouble || code === EXIT.interrupted) return code;
  const { report, evidence } = await newest(world.subject, store);
  const others = evidence.observations.filter(({ account }) => account !== world.takenOver);
  const { text, surprises } = explain(world, report, {
    withoutLie: await scoreAgain({ ...evidence, observations: others }, io),
    givenNothing: await scoreAgain({ ...evidence, given: [] }, io),
  });
  io.err(`\n${text}`);
  if (surprises.length === 0) return EXIT.yes;
  io.err(`crossproof: demo: not as it should be: ${surprises.join('; ')}\n`);
  return EXIT.trouble;
}

interface Kept {
  readonly report: SeenReport;
  readonly evidence: Evidence;
}

/** What the verification has just kept: the explanation is made from that, not from what it hoped for. */
async function newest(subject: string, path: string): Promise<Kept> {
  const store = await openStore(path);
  try {
    const [last] = await store.verifications(subject, { limit: 1 });
    if (!last?.report || !last.evidence) throw new Error('the verification left no report in its store');
    return { report: last.report as SeenReport, evidence: last.evidence };
  } finally {
    await store.close();
  }
}

/** `crossproof score` on changed evidence. */
async function scoreAgain(evidence: Evidence, io: Io): Promise<SeenReport> {
  const input = Buffer.from(JSON.stringify(evidence));
  const output: string[] = [];
  const piped: Io = { ...io, readStdin: async () => input, out: (text) => void output.push(text) };
  await run(['score', '-', '--json'], piped);
  return JSON.parse(output.join('')) as SeenReport;
}

function introduction(world: DemoWorld, internet: Internet): string {
  const hosts = internet.connectTo.map((value) => value.split(':')[0]);
  return `A small internet on 127.0.0.1:${internet.port}, with TLS and DNS of its own:
${wrap(hosts.join(', '))}
One of them was taken over. Verifying ${world.subject}

`;
}

/** Quoted for a POSIX shell where it has to be. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** One flag a line, so that the whole can be copied from a terminal of 80 columns. */
function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ').replaceAll(' --', ' \\\n    --');
}

function addresses(world: DemoWorld, internet: Internet): string {
  const words = ['npx', 'crossproof', ...verifyArguments(world, internet), '--no-store'];
  return `
Still running. Her accounts, all of them at 127.0.0.1:${internet.port}:
${[world.subject, ...world.named].map((account) => `  ${account}\n`).join('')}DNS server: ${internet.dns.address}
CA file:    ${internet.caFile}

From another terminal:
  ${commandLine(words)}

`;
}

/** The very `crossproof serve`, on what was kept: it sees the small internet, and can verify her again. */
async function serveUntilInterrupted(
  world: DemoWorld,
  internet: Internet,
  store: string,
  io: Io,
): Promise<void> {
  const flags = ['--embedded', '--port', '0', '--store', store, ...internet.flags];
  const listening = /^listening on (\S+)\n$/;
  const err = (text: string) => {
    const [, origin] = listening.exec(text) ?? [];
    // Its log is of no use here, but for trouble.
    if (origin) io.err(profileAddress(origin, world.subject));
    else if (!text.startsWith('{')) io.err(text);
  };
  await run(['serve', ...flags], { ...io, err, env: {} });
}

const profileAddress = (origin: string, subject: string): string =>
  `Her profile page:\n  ${pageUrl(origin, subject)}\n\nCtrl-C ends it.\n`;
