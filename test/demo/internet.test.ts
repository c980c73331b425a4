import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { html, json, site } from '../../src/demo/answers.js';
import { createAuthority } from '../../src/demo/certificates.js';
import { type Internet, type InternetOptions, startInternet } from '../../src/demo/internet.js';
import { type Browser, browse } from '../support/internet.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function start(options: InternetOptions): Promise<{ internet: Internet; browser: Browser }> {
  const internet = await startInternet(options);
  const browser = browse(internet);
  open.push(browser, internet);
  return { internet, browser };
}

describe('the small internet', () => {
  it('serves each host over TLS, with a certificate of its own', async () => {
    const { internet, browser } = await start({
      sites: {
        'a.example': site({ '/': html('<p>a') }),
        'b.example': (asked) => json({ path: asked.path, q: asked.query.get('resource') }),
      },
    });
    expect(await browser.get('https://a.example/')).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      body: '<p>a',
    });
    expect(await browser.get('https://b.example/x%20y?resource=mimi%3A%2F%2Fa.example%2Fu%2Falice')).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: '{"path":"/x%20y","q":"mimi://a.example/u/alice"}',
    });
    expect((await browser.get('https://a.example/nothing')).status).toBe(404);
    expect(internet.requests.map(({ host, path }) => host + path)).toEqual([
      'a.example/',
      'b.example/x%20y?resource=mimi%3A%2F%2Fa.example%2Fu%2Falice',
      'a.example/nothing',
    ]);
  });

  it('serves the hosts under a wildcard', async () => {
    const { internet, browser } = await start({
      sites: { '*.people.example': (asked) => html(asked.host), 'a.example': site({}) },
    });
    expect((await browser.get('https://alice.people.example/')).body).toBe('alice.people.example');
    expect(internet.connectTo).toEqual([
      `a.example:443:127.0.0.1:${internet.port}`,
      `:443:127.0.0.1:${internet.port}`,
    ]);
  });

  it('tells a site when whoever asked has gone away, and not before', async () => {
    const asked = new EventEmitter();
    const { internet, browser } = await start({
      sites: {
        'a.example': async ({ path, signal }) => {
          asked.emit(path, signal);
          if (path === '/held') await once(signal, 'abort');
          return html('<p>late');
        },
      },
    });
    const [[answered], { body }] = await Promise.all([once(asked, '/'), browser.get('https://a.example/')]);
    const { port, ca } = internet;
    const socket = connect({ host: '127.0.0.1', port, ca, servername: 'a.example' });
    socket.write('GET /held HTTP/1.1\r\nhost: a.example\r\n\r\n');
    const [held] = (await once(asked, '/held')) as [AbortSignal];
    const before = held.aborted;
    socket.destroy();
    if (!held.aborted) await once(held, 'abort');
    expect([body, answered instanceof AbortSignal, before]).toEqual(['<p>late', true, false]);
  });

  it('ends the handshake for a host it does not know, and misdirects a request for another host', async () => {
    const { browser } = await start({ sites: { 'a.example': site({}), 'b.example': site({}) } });
    await expect(browser.get('https://c.example/')).rejects.toThrow();
    expect((await browser.get('https://a.example/', { host: 'b.example' })).status).toBe(421);
  });

  it('takes changes of a site while it runs, and turns a fault of a handler into a 500', async () => {
    const { internet, browser } = await start({ sites: { 'a.example': site({ '/': html('before') }) } });
    expect((await browser.get('https://a.example/')).body).toBe('before');
    internet.replaceSite('a.example', site({ '/': html('after') }));
    expect((await browser.get('https://a.example/')).body).toBe('after');
    internet.replaceSite('a.example', () => {
      throw new Error('broken site');
    });
    expect((await browser.get('https://a.example/')).status).toBe(500);
    internet.replaceSite('new.example', site({ '/': html('new') }));
    expect((await browser.get('https://new.example/')).body).toBe('new');
  });

  it('shows a certificate of the caller’s choice', async () => {
    const authority = await createAuthority();
    const expired = await authority.issue(['a.example'], { notAfter: new Date(Date.now() - 1000) });
    const { browser } = await start({
      authority,
      sites: { 'a.example': site({}) },
      certificates: { 'a.example': expired },
    });
    await expect(browser.get('https://a.example/')).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
  });

  it('gives the flags that reach it, and leaves nothing behind', async () => {
    const { internet } = await start({
      sites: { 'a.example': site({}) },
      dns: { 'a.example': { A: ['192.0.2.1'] } },
    });
    expect(internet.flags).toEqual([
      '--connect-to',
      `a.example:443:127.0.0.1:${internet.port}`,
      '--cacert',
      internet.caFile,
      '--dns-servers',
      internet.dns.address,
    ]);
    expect(readFileSync(internet.caFile, 'utf8')).toBe(internet.ca);
    await internet.close();
    await internet.close();
    expect(existsSync(dirname(internet.caFile))).toBe(false);
  });
});
