import { render } from 'preact-render-to-string';
import type { Page } from './layout.js';

/** A whole document of HTML: escaped by the renderer, and with nothing in it that a browser would have to guess. Pure. */
export function htmlDocument(page: Page): string {
  return `<!doctype html>\n${render(page)}\n`;
}
