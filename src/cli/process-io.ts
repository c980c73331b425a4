import { CliError, type Io } from './io.js';
import { splitLines } from './lines.js';

/** The real process as an Io. */
export function processIo(signal: AbortSignal): Io {
  // A reader that goes away (`| head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    async readStdin(limit) {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of process.stdin) {
        size += (chunk as Buffer).length;
        if (size > limit) throw new CliError(`standard input: more than ${limit} bytes`);
        chunks.push(chunk as Buffer);
      }
      return Buffer.concat(chunks);
    },
    stdinLines: () => splitLines(process.stdin),
    interactive: process.stderr.isTTY === true && !process.env.NO_COLOR,
    env: process.env,
    now: () => new Date(),
    signal,
  };
}
