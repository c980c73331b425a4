import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Of axe-core: what hangs on how a page is drawn, and not only on what stands in it. */
const OF_DRAWING = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block'];

export interface AxeOptions {
  /** A CSS selector: only what is inside of it. */
  readonly within?: string;
  /** Only the rules that hang on theme and width: all others were asked before. */
  readonly isDrawnAnew?: boolean;
}

/**
 * What axe-core finds wrong with a page as it stands now, with all of its rules: a line for each element, its rule first.
 * Put into the page by the browser's own debugger, which the page's policy does not bind: the page under test is the one
 * that readers get. It needs a context in which scripts run.
 */
export async function faultsFoundByAxe(page: Page, options: AxeOptions = {}): Promise<string[]> {
  const { within = ':root', isDrawnAnew = false } = options;
  const run = { resultTypes: ['violations'], ...(isDrawnAnew ? { runOnly: OF_DRAWING } : {}) };
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(run)})`,
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const why = failureSummary.replaceAll(/\s+/g, ' ');
      return `${id} (${impact}): ${target.flat().join(' ')}: ${why}`;
    }),
  );
}
