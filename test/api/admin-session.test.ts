import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SESSION_MS } from '../../src/api/session.js';
import { SqlSessions } from '../../src/store/sql-sessions.js';
import { StoreError } from '../../src/store/store-error.js';
import type { ApiServer } from './support/api-server.js';
import { sendForm, signIn } from './support/form.js';
import { isForm, look, revoke, start, withCookie } from './support/operator.js';

/** A cookie that nobody was given. */
const made = () => `crossproof-operator=${randomBytes(32).toString('base64url')}`;

describe('whoever is signed in', () => {
  it('is let in until twelve hours have passed', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    api.clock.advance(SESSION_MS - 1);
    expect((await withCookie(api, cookie)).status).toBe(200);
    api.clock.advance(1);
    const answer = await withCookie(api, cookie);
    expect([answer.status, isForm(answer.text)]).toEqual([401, true]);
  });

  it('is put out at once when his token is revoked', async () => {
    const api = await start();
    const [mine, other] = [await api.addToken('operator'), await api.addToken('operator')];
    const [cookie, otherCookie] = [await signIn(api, mine), await signIn(api, other)];
    await revoke(api, mine);
    expect([(await withCookie(api, cookie)).status, (await withCookie(api, otherCookie)).status]).toEqual([
      401, 200,
    ]);
  });

  it('is put out when his token expires', async () => {
    const api = await start();
    const token = `cp_test_${randomBytes(32).toString('base64url')}`;
    const hash = createHash('sha256').update(token).digest('hex');
    const times = { createdAt: api.clock.now().toISOString(), expiresAt: '2026-11-21T12:10:00.000Z' };
    await api.tokens.add({ id: 'short', name: 'short', role: 'operator', hash, ...times, revokedAt: null });
    // Without any token it would be open, being on loopback.
    await api.addToken('caller');
    const cookie = await signIn(api, token);
    api.clock.advance(599_999);
    expect((await withCookie(api, cookie)).status).toBe(200);
    api.clock.advance(1);
    expect((await withCookie(api, cookie)).status).toBe(401);
  });

  it('may have a token that the configuration names, as long as it names just that one', async () => {
    const token = 'the-operator';
    const configured = (text: string, role: 'operator' | 'caller' = 'operator') => ({
      ...{ id: 'config.ops', name: 'ops', role },
      hash: createHash('sha256').update(text).digest('hex'),
    });
    const tokens = [configured(token)];
    const api = await start({ deps: { configuredTokens: tokens } });
    const cookie = await signIn(api, token);
    const status = async () => (await withCookie(api, cookie)).status;
    const seen = [await status()];
    // As after a restart with another secret under the same name, another role, none, and the first again.
    for (const now of [configured('another'), configured(token, 'caller'), null, configured(token)]) {
      tokens.splice(0, 1, ...(now === null ? [] : [now]));
      if (now === null) await api.addToken('operator');
      seen.push(await status());
      if (now === null) tokens.unshift(configured('gone'));
    }
    expect(seen).toEqual([200, 401, 401, 401, 200]);
  });

  it('may look and send no form from another site', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await sendForm(api, '/admin/session/end', {}, { headers: foreign })).status).toBe(403);
    expect((await withCookie(api, cookie)).status).toBe(200);
  });

  it('gets nothing for it but the view: the API knows no cookies', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    const subject = encodeURIComponent('mimi://a.example/u/alice');
    const answer = await api.ask(`/v1/identities/${subject}`, { method: 'DELETE', headers: { cookie } });
    expect(answer.status).toBe(401);
  });

  it('is known to the log by the id of his token', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    const cookie = await signIn(api, token);
    await withCookie(api, cookie);
    const [record] = await api.tokens.list();
    await expect.poll(() => api.ended.at(-1)?.tokenId).toBe(record?.id);
  });
});

describe('a cookie of somebody’s making', () => {
  it('opens nothing', async () => {
    const [api, elsewhere] = [await start(), await start()];
    await api.addToken('operator');
    const foreign = await signIn(elsewhere, await elsewhere.addToken('operator'));
    const cookies = [made(), foreign, 'crossproof-operator=', 'crossproof-operator', `${made()}; ${made()}`];
    for (const cookie of [...cookies, `x=${'a'.repeat(8_000)}`, '=;=;;', "crossproof-operator=' OR 1=1 --"])
      expect([cookie, (await withCookie(api, cookie)).status]).toEqual([cookie, 401]);
  });

  it('costs one read, and one that cannot be ours none; it ends nobody’s session', async () => {
    const reads: string[] = [];
    const api = await start();
    await api.addToken('operator');
    const sessions = new SqlSessions(api.deployment.database);
    const counting = await start({
      deps: {
        tokens: { ...bound(api.tokens), byId: async () => fail(reads, 'token') },
        admin: {
          ...({ monitor: { overview: async () => fail(reads, 'overview') }, board: null } as const),
          sessions: {
            begin: (session) => sessions.begin(session),
            byHash: (hash, now) => {
              reads.push('session');
              return sessions.byHash(hash, now);
            },
            end: async () => fail(reads, 'end'),
            prune: async () => 0,
          },
        },
      },
    });
    expect((await withCookie(counting, made())).status).toBe(401);
    expect((await sendForm(counting, '/admin/session/end', {}, { headers: { cookie: made() } })).status).toBe(
      303,
    );
    expect((await withCookie(counting, 'crossproof-operator=short')).status).toBe(401);
    expect(reads).toEqual(['session', 'session']);
  });

  it('does not keep the one behind it from being found', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    expect((await withCookie(api, `a=b; crossproof-operator=x; ${cookie}`)).status).toBe(200);
  });
});

describe('while the store is away', () => {
  it('a token of the configuration is let in, and of a cookie nobody can tell', async () => {
    const token = 'the-operator';
    const hash = createHash('sha256').update(token).digest('hex');
    const away = async () => {
      throw new StoreError('unavailable', 'store: away');
    };
    const api = await start({
      deps: {
        configuredTokens: [{ id: 'config.ops', name: 'ops', role: 'operator', hash }],
        tokens: { byHash: away, byId: away, any: away },
      },
      admin: { sessions: { begin: away, byHash: away, end: away, prune: away } },
    });
    const cookie = made();
    expect([(await look(api, { token })).status, (await withCookie(api, cookie)).status]).toEqual([200, 503]);
  });
});

describe('signing out', () => {
  it('ends the session in the store and in the browser', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    const answer = await sendForm(api, '/admin/session/end', {}, { headers: { cookie, origin: api.url } });
    expect([answer.status, answer.headers.location, answer.headers['set-cookie']]).toEqual([
      ...[303, '/admin', 'crossproof-operator=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Strict'],
    ]);
    expect(await api.deployment.database.rows('SELECT hash FROM session')).toEqual([]);
    expect((await withCookie(api, cookie)).status).toBe(401);
  });

  it('says the same to who was not signed in', async () => {
    const api = await start();
    await api.addToken('operator');
    expect((await sendForm(api, '/admin/session/end')).status).toBe(303);
  });
});

const bound = (tokens: ApiServer['tokens']) => ({
  byHash: (hash: string) => tokens.byHash(hash),
  any: (now: string) => tokens.any(now),
});

function fail(reads: string[], what: string): never {
  reads.push(what);
  throw new Error(`${what} was asked for`);
}
