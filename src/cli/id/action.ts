import { type Identifier, parseIdentifier, type Scheme } from '../../identifier/index.js';
import { MAX_IDENTIFIER_LENGTH } from '../../identifier/limits.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { describe } from './text.js';

/** Flags of `crossproof id`. */
export interface IdOptions {
  readonly as?: Scheme;
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

/** Output is gathered up to this many characters: one write a line costs more than the answer. */
const MAX_PENDING = 65_536;

/** Runs `crossproof id`: 0 when every identifier is valid, 1 when one is not. */
export async function runId(identifiers: readonly string[], options: IdOptions, io: Io): Promise<ExitCode> {
  const read = reader(options.as);
  if (options.jsonl === true) {
    if (identifiers.length > 0)
      throw new CliError('id: --jsonl reads standard input and takes no identifiers');
    return answerLines(read, io);
  }
  if (identifiers.length === 0)
    throw new CliError('id: no identifier given (--jsonl reads them from standard input)');
  const answers = identifiers.map(read);
  if (options.json === true) io.out(jsonText(answers));
  else io.out(answers.map((one) => describe(one, options)).join('\n'));
  return answers.every((one) => one.valid) ? EXIT.yes : EXIT.no;
}

/** The answer for a text; of one that is too long to be an identifier only the beginning is repeated. */
function reader(as: Scheme | undefined): (text: string) => Identifier {
  return (text) => {
    const found = parseIdentifier(text, as === undefined ? {} : { as });
    if (text.length <= MAX_IDENTIFIER_LENGTH) return found;
    return { ...found, input: `${text.slice(0, MAX_IDENTIFIER_LENGTH)}…` };
  };
}

/**
 * One object for each line, as soon as it is there: what came in one piece goes out in one piece, and nothing
 * is kept, so that the number of lines does not matter.
 */
async function answerLines(read: (text: string) => Identifier, io: Io): Promise<ExitCode> {
  let valid = true;
  let pending = '';
  let timer: NodeJS.Immediate | null = null;
  const flush = () => {
    timer = null;
    if (pending !== '') io.out(pending);
    pending = '';
  };
  try {
    for await (const line of io.stdinLines()) {
      if (io.signal.aborted) break;
      const found = read(line);
      valid &&= found.valid;
      pending += jsonText(found, 0);
      if (pending.length >= MAX_PENDING) flush();
      else timer ??= setImmediate(flush);
    }
  } finally {
    if (timer !== null) clearImmediate(timer);
    flush();
  }
  return valid ? EXIT.yes : EXIT.no;
}
