/** Bytes that a pipe takes in one piece (PIPE_BUF): of two processes that share one, neither gets into a line of the other. */
const MAX_PIECE = 4_096;

export interface Gathered {
  add(text: string): void;
  /** Writes at once what waits. */
  flush(): void;
}

/** What is written in one turn of the event loop goes out together at its end: to call the system costs more than to write. */
export function gathered(write: (text: string) => void): Gathered {
  let waiting = '';
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    if (text !== '') write(text);
  };
  return {
    add(text) {
      if (waiting.length + text.length > MAX_PIECE) flush();
      if (waiting === '') setImmediate(flush);
      waiting += text;
    },
    flush,
  };
}
