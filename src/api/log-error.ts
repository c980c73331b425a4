import { fileURLToPath } from 'node:url';
import { quote } from '../fetch/quote.js';

/** An error as it may be written down. */
export interface LoggedError {
  readonly name: string;
  readonly code?: string;
  /** Of errors whose words are all ours. */
  readonly message?: string;
  /** Frames in our own files, `src/jobs/handler.js:12:3`. */
  readonly stack?: readonly string[];
  readonly cause?: LoggedError;
}

/** Errors that name servers, files and variables of the keeper, and never what a stranger wrote or asked for. */
const OUR_WORDS: ReadonlySet<string> = new Set([
  'StoreError',
  'RedisError',
  'QueueError',
  'PolitenessError',
  'ConfigError',
]);
/** Frames of one error. */
const MAX_FRAMES = 16;
/** An error may be the cause of a cause of … itself. */
const MAX_CAUSES = 3;

/** The folder that holds `src` in a checkout, and what was built in an installation. */
const HERE = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What a log may say of an error. A bug's message may quote an account or a token that it stumbled over (a TypeError
 * quotes URLs, a parser its input): where it happened says enough, unless the keeper asks for more with CROSSPROOF_DEBUG.
 */
export function describeError(error: unknown, debug: boolean, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const stack = ownFrames(error.stack ?? '');
  return {
    name: quote(error.name),
    // Codes of Node, OpenSSL and our own: anything else could be a stranger's text.
    ...(code !== undefined && /^[A-Za-z][\w-]{0,63}$/.test(code) ? { code } : {}),
    ...(debug || OUR_WORDS.has(error.name) ? { message: quote(error.message) } : {}),
    ...(stack.length > 0 ? { stack } : {}),
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: describeError(error.cause, debug, depth + 1) }
      : {}),
  };
}

/** Only lines of the form of a frame in a file of ours: the message stands in the stack too. */
function ownFrames(stack: string): string[] {
  return stack
    .split('\n')
    .flatMap((line) => /^ {4}at (?:[^()]*\()?(?:file:\/\/)?(\/[^():]+:\d+:\d+)\)?$/.exec(line)?.[1] ?? [])
    .filter((frame) => frame.startsWith(HERE) && !frame.includes('/node_modules/'))
    .slice(0, MAX_FRAMES)
    .map((frame) => frame.slice(HERE.length));
}
