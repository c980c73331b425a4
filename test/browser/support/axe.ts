import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe-core finds wrong with a page as it stands now, with all of its rules: a line for each element, its rule first.
 * Put into the page by the browser's own debugger, which the page's policy does not bind: the page under test is the one
 * that readers get. It needs a context in which scripts run.
 *
 * @param within a CSS selector: only what is inside of it
 */
export async function faultsFoundByAxe(page: Page, within = ':root'): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const why = failureSummary.replaceAll(/\s+/g, ' ');
      return `${id} (${impact}): ${target.flat().join(' ')}: ${why}`;
    }),
  );
}
