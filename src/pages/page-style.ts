import { createHash } from 'node:crypto';
import { cssVariables } from '../design/css-variables.js';
import { BARS_CSS, GRAPH_CSS, HOW_CSS, PICTURE_CSS, PLOT_CSS, TIMELINE_CSS } from '../picture/index.js';
import { ACCOUNTS_CSS } from './styles/accounts.js';
import { ADMIN_CSS } from './styles/admin.js';
import { ALERTS_CSS } from './styles/alerts.js';
import { BASE_CSS } from './styles/base.js';
import { COPYABLE_CSS } from './styles/copyable.js';
import { FADED_CSS } from './styles/faded.js';
import { FRONT_CSS } from './styles/front.js';
import { HEADING_CSS } from './styles/heading.js';
import { LAYOUT_CSS } from './styles/layout.js';
import { PROFILE_CSS } from './styles/profile.js';
import { PROGRESS_CSS } from './styles/progress.js';
import { PUBLISH_CSS } from './styles/publish.js';
import { SIGN_IN_CSS } from './styles/sign-in.js';
import { TABLE_CSS } from './styles/table.js';
import { TONES_CSS } from './styles/tones.js';
import { VERDICT_CSS } from './styles/verdict.js';

/** All that pages are drawn with, in the order in which it stands in them: of two rules that weigh the same the later holds. */
export const STYLE_PARTS = {
  colours: cssVariables() + TONES_CSS,
  base: BASE_CSS,
  layout: LAYOUT_CSS,
  copyable: COPYABLE_CSS,
  table: TABLE_CSS,
  heading: HEADING_CSS,
  verdict: VERDICT_CSS,
  alerts: ALERTS_CSS,
  accounts: ACCOUNTS_CSS,
  progress: PROGRESS_CSS,
  profile: PROFILE_CSS,
  front: FRONT_CSS,
  publish: PUBLISH_CSS,
  picture: PICTURE_CSS,
  graph: GRAPH_CSS,
  bars: BARS_CSS,
  timeline: TIMELINE_CSS,
  how: HOW_CSS,
  plot: PLOT_CSS,
  faded: FADED_CSS,
  admin: ADMIN_CSS,
  signIn: SIGN_IN_CSS,
} as const;
type PartName = keyof typeof STYLE_PARTS;

/** What stands in the `style` element of a page: whoever has the page waits for nothing more. */
export interface PageStyle {
  readonly css: string;
  /** Allows just this text in a `style-src`: `'sha256-…'` (Content Security Policy Level 3, section 2.3.1). */
  readonly source: string;
}

const EVERYWHERE: readonly PartName[] = ['colours', 'base', 'layout'];

/** Each kind of page with what it is drawn with. A test says where a page lacks a part, or a kind has one too many. */
export const PAGE_STYLES = {
  problem: styleOf(),
  waiting: styleOf('heading', 'progress'),
  unknown: styleOf('copyable', 'heading', 'verdict', 'progress'),
  profile: styleOf(
    ...(['copyable', 'table', 'heading', 'verdict', 'alerts', 'accounts', 'progress', 'profile'] as const),
    ...(['picture', 'graph', 'bars', 'timeline', 'faded'] as const),
  ),
  front: styleOf('front', 'picture', 'graph', 'how'),
  publish: styleOf('copyable', 'heading', 'accounts', 'publish'),
  admin: styleOf('table', 'alerts', 'picture', 'plot', 'admin'),
  'sign-in': styleOf('signIn'),
} as const;

export type PageKind = keyof typeof PAGE_STYLES;

function styleOf(...parts: readonly PartName[]): PageStyle {
  const wanted = new Set<string>([...EVERYWHERE, ...parts]);
  const css = Object.entries(STYLE_PARTS)
    .flatMap(([name, part]) => (wanted.has(name) ? [part.trim()] : []))
    .join('\n');
  return { css, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}
