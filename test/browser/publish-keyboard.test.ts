import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';

const missing = chromiumMissing();
const because = missing === null ? '' : ` (${missing})`;

/** What has the focus: its name, and whether its outline, or that of the button drawn for it, is seen. */
const FOCUSED = `(() => {
  const field = document.activeElement;
  const label = field.labels?.[0];
  const outlined = field.type === 'file' ? label : field;
  const { outlineStyle } = getComputedStyle(outlined);
  return [(label ?? field).textContent.trim(), outlineStyle];
})()`;

describe.skipIf(missing)(`publishing by keyboard alone, in a real browser${because}`, () => {
  let api: ApiServer;
  let browser: RealBrowser;
  let page: Page;

  beforeAll(async () => {
    api = await startApi();
    browser = await startBrowser(api.deployment.world.internet);
    page = await (await browser.reader()).newPage();
    await page.goto(`${api.url}/publish`);
    await page.getByRole('heading', { name: 'In this browser' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const press = (key: string) => page.keyboard.press(key);
  const said = (words: RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor();

  /** Where each press leads. */
  async function tab(times: number): Promise<readonly unknown[]> {
    const names: unknown[] = [];
    for (let i = 0; i < times; i += 1) {
      await press('Tab');
      names.push(await page.evaluate(FOCUSED));
    }
    return names;
  }

  it('goes through the steps in their order, and shows where it is', async () => {
    await page.getByText('You have published before').focus();
    await press('Enter');
    expect(await tab(4)).toEqual([
      ['Use your last statement', 'solid'],
      ['Accounts that are yours no longer, one a line', 'solid'],
      ['Your identity', 'solid'],
      ['Your other accounts, one a line', 'solid'],
    ]);
    await page.keyboard.type('github.com/alice');
    expect(await tab(1)).toEqual([['Go on', 'solid']]);
    await press('Shift+Tab');
    await press('Shift+Tab');
    await page.keyboard.type('alice@a.example');
    await press('Enter');
    await said(/^Now your key\.$/);
    expect(await tab(4)).toEqual([
      ['Your other accounts, one a line', 'solid'],
      ['Go on', 'solid'],
      ['Make a key', 'solid'],
      ['Use a key file', 'solid'],
    ]);
    await press('Shift+Tab');
    await press('Enter');
    await said(/^The key is made\./);
    expect((await tab(2)).at(-1)).toEqual(['Save the key', 'solid']);
    expect(await tab(1)).toEqual([['Sign the statement', 'solid']]);
  });

  it('is led to what has to be done first', async () => {
    await press('Enter');
    await said(/^Save the key first/);
    expect(await page.evaluate(FOCUSED)).toEqual(['Save the key', 'solid']);
    await press('Enter');
    await said(/Now sign\.$/);
    await press('Tab');
    await press('Enter');
    await said(/^Signed\./);
    expect(await tab(3)).toEqual([
      ['Save the statement', 'solid'],
      ['What to put there: mimi://a.example/u/alice', 'solid'],
      [expect.stringMatching(/^ey/), 'solid'],
    ]);
    expect(await tab(1)).toEqual([
      ['Copy the statement, served as application/jwt for mimi://a.example/u/alice', 'solid'],
    ]);
  });
});
