import { MAX_EVIDENCE_BYTES, parseEvidence } from '../../evidence/schema.js';
import { parseIdentifier, subjectOf } from '../../identifier/index.js';
import { reportOf } from '../../report/build.js';
import { reportText } from '../../report/text.js';
import { readInput } from '../input.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';

export async function score(path: string, options: { json?: boolean }, io: Io): Promise<ExitCode> {
  const bytes = await readInput(path, io, MAX_EVIDENCE_BYTES);
  const file = path === '-' ? 'standard input' : path;
  const text = decodeUtf8(file, bytes);
  const parsed = parseEvidence(text);
  if (!parsed.ok) throw new CliError(`${file}: ${parsed.message}`);
  const subject = subjectOf(parseIdentifier(parsed.evidence.subject));
  if (!subject.ok) throw new CliError(`${file}: member subject: ${subject.message}`);
  const report = await reportOf({ ...parsed.evidence, subject: subject.uri });
  io.out(options.json ? jsonText(report) : reportText(report));
  return report.verdict === 'consistent' ? EXIT.yes : EXIT.no;
}

/** JSON is UTF-8 (RFC 8259 section 8.1), a byte order mark before it aside; anything else would be read as what was not written. */
function decodeUtf8(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(`${file}: not UTF-8`);
  }
}
