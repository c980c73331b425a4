import { randomBytes } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoard } from '../../src/queue/board.js';
import { type BullBackedQueue, bullQueue } from '../../src/queue/bullmq.js';
import type { QueueJob } from '../../src/queue/types.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing, redisMissing } from '../support/find-services.js';
import { type PrivateRedis, startRedis } from '../support/redis.js';
import { keepScreenshot } from './support/screenshots.js';

const missing = chromiumMissing() ?? redisMissing();
const JOBS: readonly QueueJob[] = Array.from({ length: 12 }, (_, n) => ({
  ...{ id: `a${n}`, kind: 'verify' as const, lane: 'demand' as const, data: { id: `a${n}` } },
  ...(n % 4 === 0 ? { delayMs: 600_000 } : {}),
}));

/** Buttons in its head, which have no names of themselves, and what each opens. */
const DIALOGS = [
  ['.rds-b1', 'Redis details'],
  ['.lucide-settings', 'Settings'],
] as const;
/** What its buttons say on a board that may be written to. */
const CHANGING = ['Retry', 'Clean', 'Promote', 'Pause', 'Resume', 'Empty', 'Obliterate', 'Remove', 'Add job'];

describe.skipIf(missing)(`the board of single jobs${missing === null ? '' : ` (${missing})`}`, () => {
  let redis: PrivateRedis;
  let queue: BullBackedQueue;
  let api: ApiServer;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let page: Page;
  /** What the page did that it should not. */
  const faults: string[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    const prefix = `test-${randomBytes(6).toString('hex')}`;
    queue = bullQueue({ url: redis.url, prefix, onError: () => undefined });
    await queue.add(JOBS);
    const board = await createBoard(queue.bullQueues);
    api = await startApi({ working: false, admin: { board } });
    const token = await api.addToken('operator');
    browser = await startBrowser(api.deployment.world.internet);
    reader = await browser.reader();
    page = await reader.newPage();
    await page.goto(`${api.url}/admin/queues`);
    await page.getByLabel('Operator’s token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Look at the jobs one by one' }).waitFor();
    listen(page);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
    await queue?.close();
    await redis?.stop();
  });

  it('shows the queues, their jobs, and one job', async () => {
    await page.getByRole('link', { name: 'Look at the jobs one by one' }).click();
    await page.getByText('12 Jobs').waitFor();
    await keepScreenshot(page, { scene: 'board', theme: 'light', width: 1280, hasScripts: true });
    await page.getByRole('link', { name: 'demand' }).first().click();
    await page.getByText('jobData').first().waitFor();
    await page.getByText('ja11').first().click();
    await page.waitForURL('**/queue/demand/ja11*');
    await page.getByText('"a11"').waitFor();
    expect(faults).toEqual([]);
  });

  it('shows the same when it is loaded anew there', async () => {
    await page.reload();
    await page.getByText('"a11"').waitFor();
    await keepScreenshot(page, { scene: 'board-job', theme: 'light', width: 1280, hasScripts: true });
    expect(faults).toEqual([]);
  });

  it('opens what its buttons open, has none that changes anything, and leads back', async () => {
    // A dialog that was just left takes the next one with it for 0.3 s (the board forgets what is open, whichever it is):
    // each is opened on a page of its own.
    for (const [icon, heading] of DIALOGS) {
      await openDelayedJobs();
      await page.locator(`header button:has(${icon})`).click();
      await page.getByRole('dialog').getByText(heading, { exact: true }).waitFor();
      await expectNothingThatChanges();
    }
    await openDelayedJobs();
    await expectNothingThatChanges();
    await page.locator('header button[aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name: 'The operator’s view' }).click();
    await page.getByRole('heading', { name: 'Out of the ordinary' }).waitFor();
    expect(faults).toEqual([]);
  });

  async function openDelayedJobs(): Promise<void> {
    await page.goto(`${api.url}/admin/queues/queue/demand?status=delayed`);
    await page.getByText('jobData').first().waitFor();
  }

  async function expectNothingThatChanges(): Promise<void> {
    const text = await page.locator('body').innerText();
    expect(CHANGING.filter((word) => text.includes(word))).toEqual([]);
  }

  function listen(page: Page): void {
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== api.url && !request.url().startsWith('data:'))
        faults.push(`asks ${request.url()}`);
    });
    page.on('response', (answer) => {
      if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
  }
});
