import { writeFile } from 'node:fs/promises';
import { parseMimiUri } from '../../identifier/index.js';
import { checkSubject } from '../../verify/claims.js';
import { generateIdentityKey, type IdentityAlgorithm } from '../../verify/keys/private-key.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';

/** What the flags say, after commander checked the choices. */
export interface KeygenOptions {
  readonly alg: string;
  readonly sub?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Makes a key, prints it or writes it to a new file with mode 0600, and says its thumbprint URI. */
export async function keygen(options: KeygenOptions, io: Io): Promise<ExitCode> {
  const sub = options.sub === undefined ? {} : { sub: subject(options.sub) };
  const key = { ...(await generateIdentityKey(options.alg as IdentityAlgorithm)), ...sub };
  const text = `${JSON.stringify(key, null, options.json ? 0 : 2)}\n`;
  if (options.out === undefined) io.out(text);
  else await writeNew(options.out, text);
  io.err(`${key.kid}\n`);
  return EXIT.yes;
}

function subject(text: string): string {
  const mimi = parseMimiUri(text, { userInput: true });
  const checked = checkSubject(mimi.ok ? mimi.uri : text);
  if (!checked.ok) throw new CliError(`--sub: ${checked.message}`);
  return checked.value;
}

/** Never over an existing file: it may be the only copy of another key. */
async function writeNew(path: string, text: string): Promise<void> {
  if (path === '') throw new CliError('--out: the file name is empty');
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(
      `${path}: ${code === 'EEXIST' ? 'it is there already' : `cannot be written${code === 'ENOENT' ? ', its folder is not there' : ` (${code})`}`}`,
    );
  }
}
