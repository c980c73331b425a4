import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/api/log-error.js';
import { createLog, LOG_HINTS, type LogOptions } from '../../src/api/logger.js';
import { Metrics } from '../../src/api/metrics.js';
import { createObserver } from '../../src/api/observer.js';
import { variables } from '../../src/config/variables.js';
import { StoreError } from '../../src/store/store-error.js';
import { VERSION } from '../../src/version.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';

function logging(options: Partial<LogOptions> = {}) {
  const text: string[] = [];
  const log = createLog({
    level: 'info',
    role: 'serve',
    clock: frozenClock(),
    write: (line) => void text.push(line),
    ...options,
  });
  const lines = () => text.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, text, lines };
}

const BASE = { role: 'serve', version: VERSION, pid: process.pid, time: NOON };

/** As a bug would throw it: what a stranger sent stands in its message. */
function bug(): Error {
  return new TypeError('Invalid URL: https://secret.example/alice\n    at secret (/secret/file.js:1:1)');
}

describe('the log', () => {
  it('is one JSON object a line, with the time of our clock', () => {
    const { log, text, lines } = logging();
    log.info('started', { mode: 'embedded' });
    expect(lines()).toEqual([{ ...BASE, level: 'info', mode: 'embedded', msg: 'started' }]);
    expect(text[0]?.endsWith('\n')).toBe(true);
  });

  it('says what an event means that its name does not explain, and which variable to set', () => {
    const { log, lines } = logging();
    log.warn('no-public-url');
    const hint = LOG_HINTS['no-public-url'];
    expect(lines()).toEqual([{ ...BASE, level: 'warn', hint, msg: 'no-public-url' }]);
    const named = Object.values(LOG_HINTS).flatMap((one) => one.match(/CROSSPROOF_[A-Z_]+/g) ?? []);
    const known = Object.values(variables).map(({ name }) => name);
    expect(named).toEqual(['CROSSPROOF_PUBLIC_URL']);
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it('writes at once of trouble, and soon of what happens all the time', () => {
    const soon: string[] = [];
    const { log, lines } = logging({ level: 'debug', writeSoon: (line) => void soon.push(line) });
    log.debug('request');
    log.info('job');
    log.warn('job');
    log.trouble(bug());
    log.error('request-failed', bug());
    expect(lines().map(({ level, msg }) => [level, msg])).toEqual([
      ['warn', 'job'],
      ['warn', 'trouble'],
      ['error', 'request-failed'],
    ]);
    expect(soon.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['request', 'job']);
  });

  it('has the time of each line, however many there are in one millisecond', () => {
    const clock = frozenClock();
    const { log, lines } = logging({ clock });
    for (const milliseconds of [0, 0, 1, 0, 999]) {
      clock.advance(milliseconds);
      log.info('request');
    }
    const from = Date.parse(NOON);
    expect(lines().map(({ time }) => Date.parse(String(time)) - from)).toEqual([0, 0, 1, 1, 1_000]);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logging({ level: 'warn' });
    log.debug('request');
    log.info('request');
    log.warn('swept');
    log.error('request-failed', bug());
    expect(lines().map((line) => line.level)).toEqual(['warn', 'error']);
    const silent = logging({ level: 'silent' });
    silent.log.error('request-failed', bug());
    expect(silent.lines()).toEqual([]);
  });

  it('says of a request its pattern, its end and whose it was, and of probes only when asked', () => {
    const { log, lines } = logging();
    const observer = createObserver(new Metrics('serve'), log);
    const request = { id: 'f00', method: 'GET', status: 200, milliseconds: 1.2345, tokenId: 'config.alice' };
    observer.requestEnded({ ...request, route: '/v1/identities/:subject' });
    observer.requestEnded({ ...request, route: '/healthz', tokenId: null });
    expect(lines()).toEqual([
      {
        ...BASE,
        level: 'info',
        requestId: 'f00',
        route: '/v1/identities/:subject',
        method: 'GET',
        status: 200,
        ms: 1.2,
        token: 'config.alice',
        msg: 'request',
      },
    ]);
  });

  it('says of a run of a job its kind and its end', () => {
    const { log, lines } = logging();
    const observer = createObserver(new Metrics('worker'), log);
    observer.jobEnded('verify', 'done', 1234.56);
    observer.jobEnded('fetch', 'failed', 1);
    expect(lines()).toEqual([
      { ...BASE, level: 'info', kind: 'verify', outcome: 'done', ms: 1234.6, msg: 'job' },
      { ...BASE, level: 'warn', kind: 'fetch', outcome: 'failed', ms: 1, msg: 'job' },
    ]);
  });

  it('says of trouble what our own words say', () => {
    const { log, lines } = logging();
    createObserver(new Metrics('worker'), log).trouble(new StoreError('busy', 'store x: locked'));
    expect(lines()[0]).toMatchObject({
      level: 'warn',
      msg: 'trouble',
      error: { name: 'StoreError', code: 'busy', message: 'store x: locked' },
    });
  });
});

describe('an error in the log', () => {
  it('shows where a bug happened, in our files, and not what it says', () => {
    const error = describeError(bug(), false);
    expect(error).toEqual({
      name: 'TypeError',
      stack: [
        expect.stringMatching(/^test\/api\/logger\.test\.ts:\d+:\d+$/),
        expect.stringMatching(/^test\/api\/logger\.test\.ts:\d+:\d+$/),
      ],
    });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('shows what it says where the keeper asks for it: cut, and on one line', () => {
    const error = describeError(new Error(`one\ntwo \u001b[31m${'x'.repeat(300)}`), true);
    expect(error.message).toHaveLength(200);
    expect(error.message).toMatch(/^one\ufffdtwo \ufffd\[31mx+…$/u);
  });

  it('tells its causes, but not for ever', () => {
    const error = new StoreError('io', 'store x: disk', { cause: bug() });
    expect(describeError(error, false)).toMatchObject({
      name: 'StoreError',
      code: 'io',
      message: 'store x: disk',
      cause: { name: 'TypeError' },
    });
    const loop = new Error('loop');
    loop.cause = loop;
    expect(JSON.stringify(describeError(loop, false)).match(/cause/g)).toHaveLength(3);
  });

  it('takes over no code that is text, and nothing of what is no error', () => {
    const odd = Object.assign(new Error('x'), { code: 'https://secret.example' });
    expect(describeError(odd, false)).not.toHaveProperty('code');
    expect(describeError('secret', false)).toEqual({ name: 'string' });
    expect(describeError(Object.assign(new Error('x'), { code: 'ECONNRESET' }), false).code).toBe(
      'ECONNRESET',
    );
  });
});
