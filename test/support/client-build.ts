import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../../scripts/build-client.mjs', import.meta.url));

/** Once, before any test: what the server hands to browsers is what src/client says now. */
export default async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [SCRIPT, '--if-needed']);
}
