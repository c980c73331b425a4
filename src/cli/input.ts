import { constants, openSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { CliError, type Io } from './io.js';

const CHUNK_BYTES = 64 * 1024;

/** The parts of a Node error that a person can use; anything else would be a bug of ours. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Reads a whole file, or standard input for `-`.
 * @throws CliError that names the file and says what is wrong with it
 */
export async function readInput(path: string, io: Io, limit: number): Promise<Buffer> {
  if (path === '-') return io.readStdin(limit);
  if (path === '') throw new CliError('a file name is empty');
  try {
    if ((await stat(path)).isFIFO()) return await readPipe(path, limit, io.signal);
    const file = await open(path);
    try {
      return await readAll(file, path, limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new CliError(`${path}: ${WORDS[code] ?? `cannot be read (${code || 'unknown error'})`}`);
  }
}

/** With a limit of our own: a device tells no size. */
async function readAll(file: FileHandle, path: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(CHUNK_BYTES) });
    if (bytesRead === 0) return Buffer.concat(chunks);
    length += bytesRead;
    if (length > limit) throw new CliError(`${path}: more than ${limit} bytes`);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/**
 * A pipe by the event loop, so that Ctrl-C ends the wait for whoever writes to it (`<(command)` of a shell, mkfifo):
 * a thread that waits in open() or read() cannot be called back, and no process exits over it.
 */
async function readPipe(path: string, limit: number, signal: AbortSignal): Promise<Buffer> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = addAbortSignal(signal, new Socket({ fd, readable: true, writable: false }));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new CliError(`${path}: more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
