/** Exit codes as in grep (contract section 1). */
export const EXIT = { yes: 0, no: 1, trouble: 2, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Wrong use or trouble outside of our own code: printed as one line on standard error, exit code 2. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** What a command may touch of the process it runs in; tests pass their own. */
export interface Io {
  /** Standard output: results only. */
  out(text: string): void;
  /** Standard error: progress, warnings, errors. */
  err(text: string): void;
  /** The same, in its order, at the end of this turn of the event loop; where it is left out `err` will do. */
  errSoon?(text: string): void;
  /** All of standard input, at most `limit` bytes; more is a CliError. */
  readStdin(limit: number): Promise<Buffer>;
  /** Standard input line by line, without line ends. */
  stdinLines(): AsyncIterable<string>;
  /** Standard error is a terminal: colour and a progress bar are welcome. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  now(): Date;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}
