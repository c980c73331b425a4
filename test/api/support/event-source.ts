import { request } from 'undici';

export interface ServerEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
}

export interface EventSourceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Blocks as they come: events, and comments with `event` ''. */
  readonly events: AsyncGenerator<ServerEvent>;
  /** Goes away without a word. */
  leave(): void;
}

/** A client of server-sent events, as far as tests need one. */
export async function openEvents(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventSourceAnswer> {
  const leaving = new AbortController();
  const answer = await request(url, {
    // Of its own, as those of `ask`.
    reset: true,
    headers: { accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  });
  answer.body.on('error', () => undefined);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    events: read(answer.body),
    leave: () => leaving.abort(),
  };
}

/** All events until the server ends the stream. */
export async function allEvents(
  url: string,
  headers?: Readonly<Record<string, string>>,
): Promise<ServerEvent[]> {
  const { events } = await openEvents(url, headers);
  const all: ServerEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function* read(body: AsyncIterable<Buffer>): AsyncGenerator<ServerEvent> {
  let text = '';
  for await (const chunk of body) {
    text += chunk.toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks.map(blockOf);
  }
}

function blockOf(block: string): ServerEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name, value.join(': ')];
    }),
  );
  const data = fields.get('data');
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id') ?? null,
    data: data === undefined ? fields.get('') : JSON.parse(data),
  };
}
