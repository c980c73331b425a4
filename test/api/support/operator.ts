import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import { onTestFinished } from 'vitest';
import {
  type Answer,
  type ApiServer,
  type ApiServerOptions,
  type AskOptions,
  startApi,
} from './api-server.js';
import { HTML } from './form.js';

/** Heads the operator's view, and nothing else. */
export const IN = 'Out of the ordinary';

/** A server that looks after nothing, as long as this test runs. */
export async function start(options: ApiServerOptions = {}): Promise<ApiServer> {
  const api = await startApi({ working: false, ...options });
  onTestFinished(() => api.close());
  return api;
}

/** The view, as a browser asks for it. */
export function look(api: ApiServer, how: AskOptions = {}): Promise<Answer> {
  return api.ask('/admin', { ...how, headers: { ...HTML, ...how.headers } });
}

export function withCookie(api: ApiServer, cookie: string): Promise<Answer> {
  return look(api, { headers: { cookie } });
}

export async function revoke(api: ApiServer, token: string): Promise<void> {
  const record = await api.tokens.byHash(createHash('sha256').update(token).digest('hex'));
  await api.tokens.revoke(String(record?.id), api.clock.now().toISOString());
}

export const heading = (text: string): string => load(text)('h2').first().text();
export const isForm = (text: string): boolean => load(text)('form[action="/admin/session"]').length === 1;
