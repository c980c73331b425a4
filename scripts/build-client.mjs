// Compiles src/client, what runs in the browser, to plain modules in dist/src/client, and writes those of the embedded
// badge into one file: other sites name it with an integrity attribute, which covers no imports. Given --if-needed it does
// nothing where no source is newer. Run by build.mjs, and before the tests.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinModules } from './join-modules.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src', 'client');
const target = join(root, 'dist', 'src', 'client');
/** The module that other sites embed. */
const EMBED = 'crossproof-badge.js';

if (!process.argv.includes('--if-needed') || isOld()) build();

function isOld() {
  const parts = [
    ...readdirSync(source).map((name) => join(source, name)),
    ...['tsconfig.json', 'tsconfig.client.json'].map((name) => join(root, name)),
    ...['build-client.mjs', 'join-modules.mjs'].map((name) => join(root, 'scripts', name)),
  ];
  const made = statSync(join(target, EMBED), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return parts.some((path) => statSync(path).mtimeMs >= made) || statSync(source).mtimeMs >= made;
}

/** Made aside and moved file by file: somebody may be reading. */
function build() {
  mkdirSync(target, { recursive: true });
  const aside = mkdtempSync(join(root, 'dist', 'client-'));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.client.json'), '--outDir', aside], {
      stdio: 'inherit',
    });
    const joined = joinModules(EMBED, (name) => readFileSync(join(aside, name), 'utf8'));
    writeFileSync(join(aside, EMBED), joined);
    const made = readdirSync(aside);
    for (const name of readdirSync(target)) if (!made.includes(name)) rmSync(join(target, name));
    // Last, since its time tells how new all of them are.
    for (const name of made.filter((name) => name !== EMBED))
      renameSync(join(aside, name), join(target, name));
    writeFileSync(join(aside, EMBED), joined);
    renameSync(join(aside, EMBED), join(target, EMBED));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
