import type { HtmlRegions } from './types.js';

/** Pseudo-classes that look at one element and its ancestors only. */
const CHEAP_PSEUDO_CLASSES: ReadonlySet<string> = new Set([
  'not',
  'is',
  'where',
  'first-child',
  'root',
  'empty',
]);

/**
 * Throws where a region's selector could cost more than a look at each element and its ancestors: sibling
 * combinators, `:nth-child`, `:has` and their like are quadratic on a hostile page. Selectors are our own data, so
 * a wrong one is a bug; the catalogue calls this when it is loaded.
 *
 * @throws Error naming the selector
 */
export function assertRegions(regions: HtmlRegions): void {
  for (const selector of [...regions.owner, ...(regions.foreign ?? [])]) {
    const bare = selector.replace(/\[[^\]]*\]/g, '');
    const pseudo = [...bare.matchAll(/:+([a-z-]+)/gi)].find(
      ([, name = '']) => !CHEAP_PSEUDO_CLASSES.has(name.toLowerCase()),
    );
    if (bare.trim() === '' && selector.trim() === '') throw new Error('a region has an empty selector');
    if (/[~+]/.test(bare)) throw new Error(`the region ${selector} uses a sibling combinator`);
    if (pseudo) throw new Error(`the region ${selector} uses ${pseudo[0]}`);
  }
}
