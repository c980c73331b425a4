import type { BrowserContextOptions, Page } from 'playwright-core';
import { html, notFound, type SiteAnswer, type SiteHandler } from '../../../src/demo/answers.js';
import type { ApiServer } from '../../api/support/api-server.js';
import { startApi } from '../../api/support/api-server.js';
import { startBrowser } from '../../support/browser.js';
import { NOON } from '../../support/frozen-clock.js';
import { SUBJECT } from '../../support/scenario.js';
import { honest } from '../../support/world.js';

export const SERVER = 'https://verify.example';
/** The same server under a name that it does not sign with. */
export const OTHER = 'https://other.example';
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
/** Not what the file has by itself. */
export const MAX_AGE_DAYS = 5;
/** What a careful site allows: the server's script and pictures, and to ask it. Styles are in the script. */
const POLICY = `default-src 'none'; script-src ${SERVER}; connect-src ${SERVER} ${OTHER}; img-src ${SERVER}`;

/** What a badge shows, once it has looked. */
export interface Shown {
  readonly outcome: string | null;
  readonly mark: string;
  readonly text: string;
}

export interface Sight {
  readonly page?: string;
  readonly element?: string;
  /** The reader's clock. */
  readonly now?: string;
  /** Runs in the page before everything else. */
  readonly script?: string;
  readonly options?: BrowserContextOptions;
}

/** Changes what the server says on its way to the reader. */
export type Tamper = (path: string, answer: SiteAnswer) => SiteAnswer | Promise<SiteAnswer>;

/** Sites that embed a badge, and the server that it asks. */
export interface Embedding {
  readonly api: ApiServer;
  tamper: Tamper;
  /** Has the subject verified now, by the server's clock. */
  verify(): Promise<void>;
  look(sight?: Sight): Promise<Shown>;
  /** The same, with the page still open. */
  open(sight?: Sight): Promise<Page>;
  close(): Promise<void>;
}

const BADGE = `<crossproof-badge subject="${SUBJECT}"></crossproof-badge>`;

/** Alice, her site, somebody else's, and a server that the world knows as verify.example. */
export async function startEmbedding(): Promise<Embedding> {
  const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);
  const api = await startApi({
    people: (population) => honest(population, 'alice', { now: signedAt }),
    deps: { boundToLoopback: false, publicUrl: SERVER, badgeMaxAgeSeconds: MAX_AGE_DAYS * DAY_SECONDS },
  });
  const { world, verifications, ended } = api.deployment;
  const own = world.population.sites()['alice.example'] ?? notFound;
  let body = BADGE;
  const page = (): SiteAnswer => ({
    ...html(
      `<!DOCTYPE html><html lang="en"><title>Alice</title><script type="module" src="${SERVER}/embed/crossproof-badge.js"></script>${body}`,
    ),
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  });
  const browser = await startBrowser(world.internet);
  const usual = browser.reader();
  const embedding: Embedding = {
    api,
    tamper: (_path, answer) => answer,
    async verify() {
      const { id } = await verifications.submit({
        subject: SUBJECT,
        given: [],
        caller: 'open',
        origin: 'demand',
      });
      await ended(id);
    },
    async look(sight) {
      const opened = await embedding.open(sight);
      const shown = await shownOn(opened);
      await opened.close();
      return shown;
    },
    async open({ page: url = 'https://alice.example/', element = BADGE, now = NOON, script, options } = {}) {
      body = element;
      const reader = options === undefined ? await usual : await browser.reader(options);
      const opened = await reader.newPage();
      await opened.clock.setFixedTime(now);
      if (script !== undefined) await opened.addInitScript(script);
      await opened.goto(url);
      return opened;
    },
    async close() {
      await browser.close();
      await api.close();
    },
  };
  const server = behind(api, (path, answer) => embedding.tamper(path, answer));
  world.internet.replaceSite('verify.example', server);
  world.internet.replaceSite('other.example', server);
  world.internet.replaceSite('evil.example', page);
  world.internet.replaceSite('alice.example', (request) =>
    request.headers['sec-fetch-dest'] === 'document' ? page() : own(request),
  );
  return embedding;
}

export async function shownOn(page: Page): Promise<Shown> {
  const box = page.locator('crossproof-badge [data-outcome]:not([data-outcome=waiting])');
  return {
    outcome: await box.getAttribute('data-outcome'),
    mark: await box.locator('b').innerText(),
    text: (await box.locator('strong, span').allInnerTexts()).join(' | '),
  };
}

/** The API as a host of the small internet, for readers of sites that embed its badges. */
export function behind({ app }: ApiServer, tamper: Tamper): SiteHandler {
  return async ({ method, host, path, query, headers }) => {
    if (method !== 'GET') return notFound();
    const { accept = '*/*' } = headers;
    const url = query.size === 0 ? path : `${path}?${query}`;
    const answer = await app.inject({ method, url, headers: { accept, host } });
    const names = [
      ...['content-type', 'access-control-allow-origin'],
      ...['content-security-policy', 'cross-origin-resource-policy'],
    ];
    const fields = names.flatMap((name) => {
      const value = answer.headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    });
    return tamper(path, {
      status: answer.statusCode,
      // One reader looks many times, and what is said changes in between.
      headers: { ...Object.fromEntries(fields), 'cache-control': 'no-store' },
      body: answer.rawPayload,
    });
  };
}
