import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** A whole document of HTML: escaped by the renderer, and with nothing in it that a browser would have to guess. Pure. */
export function htmlDocument(root: VNode): string {
  return `<!doctype html>\n${render(root)}\n`;
}
