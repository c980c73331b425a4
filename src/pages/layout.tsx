import type { ComponentChildren, VNode } from 'preact';
import { NEUTRALS } from '../design/palette.js';
import { SYMBOL_BOX, SYMBOL_STROKE } from '../design/symbols.js';
import { VERSION } from '../version.js';
import type { PageScript } from './assets.js';
import { PAGE_STYLES, type PageKind } from './page-style.js';
import type { Site } from './site.js';

export interface LayoutProps {
  readonly site: Site;
  /** Says which style stands in it. */
  readonly kind: PageKind;
  /** Printable: it stands in the title of the window. */
  readonly title: string;
  /** One sentence, for who is sent the address. */
  readonly description?: string;
  /** Where the page has a larger search field, its header has none. */
  readonly hasSearch?: boolean;
  /** Beside those that every page has. */
  readonly scripts?: readonly PageScript[];
  /** Pages about somebody are found by their address, and by nobody who looks for a name. */
  readonly isListed?: boolean;
  /** Seconds after which a browser that runs no scripts asks for the page again. */
  readonly refreshSeconds?: number;
  readonly children: ComponentChildren;
}

/** A whole page. */
export type Page = VNode<LayoutProps>;

const EVERYWHERE: readonly PageScript[] = ['theme', 'copy'];

/** Two rings, each through the other. No sign of the design: a browser keeps it for years, beside the name of a page. */
const RINGS = 'M6 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM10 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z';
const ICON = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 -3 ${SYMBOL_BOX + 6} ${SYMBOL_BOX + 6}"><rect x="-3" y="-3" width="22" height="22" rx="6" fill="${NEUTRALS.slab.light}"/><path d="${RINGS}" fill="none" stroke="#fff" stroke-width="${SYMBOL_STROKE}" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
)}`;

/** What stands around every page: head, search, what it is about, and who made it. */
export function Layout(props: LayoutProps): VNode {
  return (
    <html lang="en" dir="ltr">
      <Head {...props} />
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Header hasSearch={props.hasSearch ?? true} />
        <main id="main" tabIndex={-1}>
          {props.children}
        </main>
        <Footer site={props.site} />
      </body>
    </html>
  );
}

function Head(props: LayoutProps): VNode {
  const { site, kind, title, description, scripts = [], isListed = false, refreshSeconds } = props;
  return (
    <head>
      <meta charset="utf-8" />
      <title>{`${title} · crossproof`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {description !== undefined && <meta name="description" content={description} />}
      {!isListed && <meta name="robots" content="noindex" />}
      {refreshSeconds !== undefined && (
        <noscript>
          <meta http-equiv="refresh" content={String(refreshSeconds)} />
        </noscript>
      )}
      {/* The text of a style is not escaped in HTML. This one is a constant. */}
      <style dangerouslySetInnerHTML={{ __html: PAGE_STYLES[kind].css }} />
      <link rel="icon" href={ICON} />
      {EVERYWHERE.concat(scripts).map((name) => (
        <script key={name} type="module" src={site.script(name)} />
      ))}
    </head>
  );
}

function Header({ hasSearch }: { hasSearch: boolean }): VNode {
  return (
    <header class="site-header">
      <div class="column">
        <a class="brand" href="/">
          crossproof
        </a>
        {hasSearch && <HeaderSearch />}
        <nav aria-label="Site">
          <a href="/publish">Publish a proof</a>
        </nav>
      </div>
    </header>
  );
}

function HeaderSearch(): VNode {
  return (
    <search>
      <form action="/" method="get" class="search">
        <label class="hidden" for="q">
          Identifier
        </label>
        <SearchField id="q" value="" />
        <button type="submit">Look up</button>
      </form>
    </search>
  );
}

/** Takes what people paste: no keyboard shall correct it. */
export function SearchField(props: { id: string; value: string; isInvalid?: boolean }): VNode {
  const { id, value, isInvalid = false } = props;
  return (
    <input
      {...{ id, value }}
      type="text"
      name="q"
      inputMode="url"
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellcheck={false}
      placeholder="mimi://a.example/u/alice"
      dir="ltr"
      required
      {...(isInvalid ? { 'aria-invalid': true, 'aria-describedby': `${id}-message` } : {})}
    />
  );
}

function Footer({ site }: { site: Site }): VNode {
  return (
    <footer class="site-footer">
      <div class="column">
        <p>
          Made by <bdi class="code">{new URL(site.origin).host}</bdi> with crossproof {VERSION}. It says what
          this server saw: check it with the <a href="/openapi.json">API</a> and the{' '}
          <a href="/.well-known/jwks.json">keys that sign its reports</a>.
        </p>
        <label data-theme-choice hidden>
          Theme{' '}
          <select>
            <option value="auto">automatic</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>
      </div>
    </footer>
  );
}
