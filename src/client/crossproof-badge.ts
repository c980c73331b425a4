import { type BadgeView, dateText, refusedView, reportView, unknownView } from './badge-view.js';
import { readSignedReport } from './signed-report.js';

/** Days that a tick stays green; a server that serves this file writes its own number here. */
const MAX_AGE_DAYS = 7;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
/** Milliseconds that the server may take. */
const PATIENCE_MS = 20_000;
/** The longest that a timer of a browser waits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The colours of docs/design.md. */
const STYLE = `
:host{display:inline-block;max-width:100%;color-scheme:light dark}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
:host([hidden]){display:none}
a,p{display:grid;grid-template-columns:auto 1fr;column-gap:.6em;align-items:center;margin:0;
padding:.5em .8em;border:1px solid;border-radius:.5em;
font:14px/1.4 system-ui,sans-serif;text-decoration:none;overflow-wrap:anywhere;direction:ltr;
color:light-dark(#4a5560,#b3bdc7);background:light-dark(#edf0f3,#252d35);border-color:light-dark(#78838e,#7b8794)}
a:focus-visible{outline:3px solid light-dark(#0b57ad,#86b8ff);outline-offset:2px}
b{font-size:1.5em;grid-row:span 3}
.good{color:light-dark(#135e2b,#7fdc9b);background:light-dark(#e3f6e8,#12301d);border-color:light-dark(#2b8148,#3f9a5d)}
.caution{color:light-dark(#774800,#efc15c);background:light-dark(#fdf3d3,#352a0e);border-color:light-dark(#a06a0a,#a8802a)}
.bad{color:light-dark(#a01325,#ff9ea5);background:light-dark(#fdebec,#411a1f);border-color:light-dark(#c93443,#d0525e)}
`;

/** Whom a badge is about, and who is asked. */
interface Asked {
  readonly subject: string;
  /** Origin. */
  readonly server: string;
}

/**
 * `<crossproof-badge subject="mimi://…" [server="https://…"] [theme="light"]>`: shows what a server signed about a subject,
 * after the signature was checked here, and a tick only on a page that is a consistent account of that subject.
 */
class CrossproofBadge extends HTMLElement {
  static readonly observedAttributes = ['subject', 'server'];
  readonly #root = this.attachShadow({ mode: 'open' });
  /** Counts the looks: what an earlier one brings is of no interest. */
  #look = 0;
  #timer = 0;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    void this.#update();
  }

  disconnectedCallback(): void {
    this.#look += 1;
    clearTimeout(this.#timer);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) void this.#update();
  }

  async #update(): Promise<void> {
    this.#look += 1;
    const look = this.#look;
    clearTimeout(this.#timer);
    // Attributes come one by one.
    await null;
    if (look !== this.#look) return;
    const asked = askedOf(this.getAttribute('subject'), this.getAttribute('server'));
    if (asked === null) return this.#show(refusedView('address'), []);
    const { subject, server } = asked;
    this.#show({ ...unknownView(), outcome: 'waiting', mark: '…', text: 'Checking' }, [subject]);
    const view = await inquire(asked);
    if (look !== this.#look) return;
    const { generatedAt, until } = view;
    const { host } = new URL(server);
    const source = generatedAt ? `${dateText(generatedAt)}, signed by ${host}` : `Asked: ${host}`;
    this.#show(view, [subject, source], `${server}/i/${encodeURIComponent(subject)}`);
    if (until === undefined) return;
    // The server is asked again: it may know better by then.
    const wait = Math.min(Math.max(until - Date.now(), SECOND_MS), MAX_TIMER_MS);
    this.#timer = setTimeout(() => void this.#update(), wait);
  }

  /** Texts of others are text: nothing is parsed. */
  #show({ outcome, tone, mark, text }: BadgeView, lines: readonly string[], link?: string): void {
    const box = element(link === undefined ? 'p' : 'a', '');
    box.className = tone;
    box.dataset.outcome = outcome;
    if (link !== undefined) box.setAttribute('href', link);
    const sign = element('b', mark);
    sign.ariaHidden = 'true';
    const words = [element('strong', text), ...lines.map((line) => element('span', line))];
    // Line ends part the words for whoever has them read aloud.
    box.append(sign, ...words.flatMap((one) => [one, '\n']));
    this.#root.replaceChildren(box);
  }
}

const element = (name: string, text: string): HTMLElement =>
  Object.assign(document.createElement(name), { textContent: text });

/** A subject is a normalised MIMI URI, which is ASCII; a server is an origin, by http on this machine only. */
function askedOf(subject: string | null, server: string | null): Asked | null {
  const origin = server ?? new URL(import.meta.url).origin;
  if (subject === null || !/^mimi:\/\/[!-~]+$/.test(subject) || !URL.canParse(origin)) return null;
  const url = new URL(origin);
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)
    ? { subject, server: url.origin }
    : null;
}

async function inquire({ subject, server }: Asked): Promise<BadgeView> {
  try {
    const answer = await ask(`${server}/v1/identities/${encodeURIComponent(subject)}`, 'application/jwt');
    if (answer.status === 404) return unknownView();
    // After the report: a server makes its first key when it first signs.
    const keys = await ask(`${server}/.well-known/jwks.json`, 'application/jwk-set+json', 'no-cache');
    if (!answer.ok || !keys.ok) return refusedView('unreachable');
    const now = Date.now();
    const read = await readSignedReport(await answer.text(), await keys.json(), { subject, server, now });
    if ('refusal' in read) return refusedView(read.refusal);
    return reportView(read, { page: location.href, now, maxAgeMs: MAX_AGE_DAYS * DAY_MS });
  } catch {
    return refusedView('unreachable');
  }
}

function ask(url: string, accept: string, cache: RequestCache = 'default'): Promise<Response> {
  return fetch(url, {
    cache,
    headers: { accept },
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

customElements.define('crossproof-badge', CrossproofBadge);
