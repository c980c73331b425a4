import { addAbortSignal, type Writable } from 'node:stream';
import { gathered } from './gathered.js';
import { CliError, EXIT, type ExitCode, type Io } from './io.js';
import { splitLines } from './lines.js';

/** The process as an Io, and what is left to do when the command has ended. */
export interface ProcessIo extends Io {
  /**
   * Waits until everything printed has left, or has failed to; then it says so and the code is that of trouble.
   * @param code what the command came to
   */
  settle(code: ExitCode): Promise<ExitCode>;
}

/** The real process as an Io. Nothing here throws out of an event, where only a stack trace would be left. */
export function processIo(signal: AbortSignal): ProcessIo {
  const output = watch(process.stdout);
  // Where standard error is gone, nobody is left to be told.
  watch(process.stderr);
  const errors = gathered((text) => void process.stderr.write(text));
  process.once('exit', errors.flush);
  // Reading on for nobody would never end where the input does not (`yes | crossproof id --jsonl | head`).
  const stop = AbortSignal.any([signal, output.gone]);
  return {
    out: (text) => output.write(text),
    err: (text) => {
      errors.flush();
      process.stderr.write(text);
    },
    errSoon: errors.add,
    async readStdin(limit) {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stdinUntil(stop)) {
        size += chunk.length;
        if (size > limit) throw new CliError(`standard input: more than ${limit} bytes`);
        chunks.push(chunk);
      }
      if (stop.aborted) throw new CliError('standard input: reading was stopped');
      return Buffer.concat(chunks);
    },
    stdinLines: () => splitLines(stdinUntil(stop)),
    interactive: process.stderr.isTTY === true && !process.env.NO_COLOR,
    env: process.env,
    now: () => new Date(),
    signal,
    settle: async (code) => {
      await output.flushed();
      const fault = output.fault();
      if (fault === null) return code;
      process.stderr.write(`crossproof: standard output: ${fault}\n`);
      return EXIT.trouble;
    },
  };
}

/** Standard input, ended early by the signal: a read that waits for a terminal or an idle pipe must not hold Ctrl-C up. */
async function* stdinUntil(stop: AbortSignal): AsyncGenerator<Buffer> {
  const stdin = addAbortSignal(stop, process.stdin);
  try {
    for await (const chunk of stdin) yield chunk as Buffer;
  } catch (error) {
    if (stop.aborted) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CliError(
      `standard input: ${code === 'EISDIR' ? 'it is a directory' : `cannot be read (${code})`}`,
    );
  }
}

interface Watched {
  write(text: string): void;
  /** Aborted with the first write that failed. */
  readonly gone: AbortSignal;
  flushed(): Promise<void>;
  /** In words, or null; a reader that went away (`| head`) is no fault. */
  fault(): string | null;
}

function watch(stream: Writable): Watched {
  const gone = new AbortController();
  let fault: string | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!gone.signal.aborted && error.code !== 'EPIPE') {
      fault =
        error.code === 'ENOSPC' ? 'no space left' : `cannot be written (${error.code ?? error.message})`;
    }
    gone.abort();
  });
  return {
    write: (text) => {
      if (!gone.signal.aborted) stream.write(text);
    },
    gone: gone.signal,
    flushed: () =>
      gone.signal.aborted ? Promise.resolve() : new Promise((resolve) => stream.write('', () => resolve())),
    fault: () => fault,
  };
}
