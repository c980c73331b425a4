import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command as it is shipped: what runs sources directly adds a call to each function that a function makes. */
export const COMMAND = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Compiles it anew, so that what is measured is what stands here. */
export function buildCommand(): void {
  const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
