import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { EventStream } from '../../src/api/event-stream.js';

const LIMIT = 1_000;
const LARGE = 'x'.repeat(10 * LIMIT);

/** Takes everything, a piece a turn, and keeps it. */
function client(): { readonly sink: Writable; readonly text: () => string } {
  let text = '';
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      setImmediate(done);
    },
  });
  return { sink, text: () => text };
}

it('an event has a name, an id where it is given one, and a line of JSON', async () => {
  const stream = new EventStream(LIMIT);
  const { sink, text } = client();
  const ended = pipeline(stream, sink);
  await stream.event('state', { text: 'two\nlines' });
  await stream.event('account', 1, '7');
  stream.comment('still here');
  stream.finish();
  await ended;
  expect(text()).toBe(
    'event: state\ndata: {"text":"two\\nlines"}\n\nevent: account\nid: 7\ndata: 1\n\n: still here\n\n',
  );
});

it('whatever its size and theirs, who takes them gets all events', async () => {
  const stream = new EventStream(LIMIT);
  // Before anybody listens, as when what is told happened long ago.
  const told = (async () => {
    for (let n = 0; n < 20; n += 1) await stream.event('account', LARGE, String(n));
    stream.finish();
  })();
  const { sink, text } = client();
  await pipeline(stream, sink);
  await told;
  expect(text()).toBe(
    Array.from({ length: 20 }, (_, n) => `event: account\nid: ${n}\ndata: "${LARGE}"\n\n`).join(''),
  );
});

it('no more waits than the limit and one event', async () => {
  const stream = new EventStream(LIMIT);
  await stream.event('account', LARGE);
  const next = stream.event('account', LARGE);
  expect(stream.readableLength).toBe(`event: account\ndata: "${LARGE}"\n\n`.length);
  stream.destroy();
  await next;
});

it('who takes nothing from one comment to the next is let go, and who tells him ends', async () => {
  const stream = new EventStream(LIMIT);
  const closed = once(stream, 'close');
  await stream.event('account', LARGE);
  const next = stream.event('account', LARGE);
  stream.comment('still here');
  await closed;
  await next;
  expect(stream.destroyed).toBe(true);
});

it('who takes a little from one comment to the next is not, and gets no comment while he is behind', async () => {
  const stream = new EventStream(LIMIT);
  await stream.event('account', LARGE);
  const next = stream.event('account', LARGE);
  expect(String(stream.read())).toContain('account');
  await next;
  stream.comment('still here');
  expect(stream.destroyed).toBe(false);
  expect(String(stream.read())).toBe(`event: account\ndata: "${LARGE}"\n\n`);
  stream.comment('still here');
  expect(String(stream.read())).toBe(': still here\n\n');
});
