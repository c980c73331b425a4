import { FORGET_WINDOW_SECONDS, ForgetInputError, signForgetRequest } from '../../api/forget-request.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { readJsonFile } from '../statement-files.js';

export interface RequestFlags {
  readonly key: string;
  readonly audience: string;
  readonly json: boolean;
}

/** Prints the subject's own request to be forgotten, and how to send it. */
export async function printRequest(subject: string, flags: RequestFlags, io: Io): Promise<ExitCode> {
  const audience = originOf(flags.audience);
  const request = await signed(subject, audience, flags.key, io);
  const url = `${audience}/v1/identities/${encodeURIComponent(subject)}`;
  if (flags.json) io.out(jsonText({ method: 'DELETE', url, authorization: `Bearer ${request}` }));
  else
    io.out(`${request}\n\ncurl -X DELETE -H 'Authorization: Bearer ${request}' \\\n  '${shellText(url)}'\n`);
  io.err(`it holds for ${FORGET_WINDOW_SECONDS / 60} minutes\n`);
  return EXIT.yes;
}

async function signed(subject: string, audience: string, path: string, io: Io): Promise<string> {
  const key = await readJsonFile(path, io);
  try {
    return await signForgetRequest(key, { subject, audience, now: io.now() });
  } catch (error) {
    if (error instanceof ForgetInputError) throw new CliError(`${path}: ${error.message}`);
    throw error;
  }
}

/** What the server takes for itself: scheme, host and port. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && url.pathname === '/' && url.search + url.hash + url.username === '';
  if (isOrigin && /^https?:$/.test(url.protocol)) return url.origin;
  throw new CliError(
    `--audience ${JSON.stringify(text.slice(0, 200))}: not the origin of a server, https://HOST`,
  );
}

/** encodeURIComponent leaves the apostrophe, which ends a quoted word of the shell. */
function shellText(url: string): string {
  return url.replaceAll("'", '%27');
}
