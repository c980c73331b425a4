import { readInput } from '../input.js';
import type { Io } from '../io.js';
import { readSubject } from '../keeper-store.js';

/** A million subjects of usual length. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Subjects of a file, one a line. @throws CliError that names the line */
export async function subjectsIn(path: string, io: Io): Promise<string[]> {
  const text = (await readInput(path, io, MAX_FILE_BYTES)).toString('utf8').replace(/^\uFEFF/, '');
  const name = path === '-' ? 'standard input' : path;
  return text.split('\n').flatMap((line, index) => {
    const subject = line.trim();
    if (subject === '' || subject.startsWith('#')) return [];
    return [readSubject(subject, `${name}, line ${index + 1}: `)];
  });
}
