import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findChromium, findPostgres, findRedis } from './find-services.js';
import { CLUSTER_TEMPLATE } from './postgres.js';

const run = promisify(execFile);
/** A download from a mirror, and unpacking on a slow disk. */
const APT_TIMEOUT_MS = 300_000;
/** invoke-rc.d(8) and deb-systemd-invoke(1p) ask this program whether a service may be started; 101 is "no". */
const POLICY = '/usr/sbin/policy-rc.d';

/** Once, before any test. Gives what is to be done after the last. */
export default async function setup(): Promise<() => Promise<void>> {
  const template = join(tmpdir(), `crossproof-cluster-${process.pid}`);
  process.env[CLUSTER_TEMPLATE] = template;
  await installMissing();
  return () => rm(template, { recursive: true, force: true });
}

/** Installs the servers that are missing, where that can be done without asking. */
async function installMissing(): Promise<void> {
  const packages = [
    ...(findRedis() === null ? ['redis-server'] : []),
    ...(findPostgres() === null ? ['postgresql'] : []),
    ...(findChromium() === null ? ['chromium'] : []),
  ];
  if (packages.length === 0 || process.getuid?.() !== 0) return;
  try {
    await run('apt-get', ['--version']);
  } catch {
    // No Debian: the suites say what to install.
    return;
  }
  process.stderr.write(`installing for the tests: ${packages.join(' ')}\n`);
  try {
    await install(packages);
  } catch (error) {
    process.stderr.write(`apt-get failed: ${String((error as { stderr?: unknown }).stderr ?? error)}\n`);
  }
}

async function install(packages: readonly string[]): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: APT_TIMEOUT_MS };
  const made = await forbidServices();
  try {
    await run('apt-get', ['update', '-q'], options);
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], options);
  } finally {
    if (made) await rm(POLICY);
  }
}

/** The packages would start servers of their own. False: somebody else has decided already. */
async function forbidServices(): Promise<boolean> {
  try {
    await writeFile(POLICY, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
