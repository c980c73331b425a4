import type { Page } from 'playwright-core';
import { html, notFound, type SiteAnswer } from '../../../src/demo/answers.js';
import { type ApiServer, startApi } from '../../api/support/api-server.js';
import { accountsOf } from '../../support/world.js';
import { faultsFoundByAxe } from './axe.js';
import { behind } from './embedding.js';
import { holdingBack } from './held-host.js';
import { keepScreenshot } from './screenshots.js';

export const SUBJECT = 'mimi://a.example/u/alice';
/** Her accounts as statements spell them: a site, the fediverse, GitHub, Bluesky. */
export const ACCOUNTS = accountsOf('alice');
/** How the world names the server that she uses on her own machine. */
export const PUBLIC_URL = 'https://verify.example';
const PHONE = { width: 360, height: 780 };

/** A server, and somebody who has accounts and has published nothing. */
export interface NewcomersWorld {
  readonly api: ApiServer;
  /** What stands on her own site from now on. */
  putOnSite(markup: string): void;
  /** From now on no verification ends: one of her services waits for its turn. */
  hold(): void;
  letGo(): void;
}

export async function startNewcomersWorld(): Promise<NewcomersWorld> {
  const api = await startApi({
    people: async (population) => {
      for (const account of [SUBJECT, ...ACCOUNTS]) population.show(account);
    },
    deps: { publicUrl: PUBLIC_URL },
    working: false,
  });
  const { deps, world } = api.deployment;
  const { fetcher, hold, letGo } = holdingBack(deps.fetcher, 'github.com');
  api.deployment.work({ fetcher });
  const { internet, population } = world;
  const sites = population.sites();
  let markup = '';
  internet.replaceSite(
    'verify.example',
    behind(api, (_path, answer) => answer),
  );
  internet.replaceSite('alice.example', (request) =>
    request.headers['sec-fetch-dest'] === 'document' && markup !== ''
      ? site(markup)
      : (sites['alice.example'] ?? notFound)(request),
  );
  return {
    api,
    putOnSite: (text) => {
      markup = text;
    },
    ...{ hold, letGo },
  };
}

const site = (markup: string): SiteAnswer =>
  html(`<!DOCTYPE html><html lang="en"><title>Alice</title><h1>Alice</h1>${markup}</html>`);

/**
 * Keeps a picture of this step, on a desktop and on a phone, and tells what axe-core finds in it and what is wider than the
 * phone.
 */
export async function lookedAt(page: Page, scene: string): Promise<readonly string[]> {
  const desktop = page.viewportSize() ?? { width: 1280, height: 720 };
  const shot = { scene: `new-user-${scene}`, theme: 'light', hasScripts: true } as const;
  await keepScreenshot(page, { ...shot, width: desktop.width });
  const faults = await faultsFoundByAxe(page);
  await page.setViewportSize(PHONE);
  await keepScreenshot(page, { ...shot, width: PHONE.width });
  const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  await page.setViewportSize(desktop);
  return isWider ? [...faults, 'wider than a phone'] : faults;
}
