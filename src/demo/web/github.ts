import { html, json, notFound, type SiteHandler, text } from '../answers.js';
import { escapeHtml, page } from './markup.js';

/** One account of the GitHub-like host. */
export interface GithubUser {
  readonly id: number;
  readonly name: string;
  readonly bio: string;
  /** The website field, or ''. */
  readonly blog: string;
  /** ISO time. */
  readonly createdAt: string;
  readonly socialAccounts?: readonly { readonly provider: string; readonly url: string }[];
  readonly gists?: readonly GithubGist[];
}

export interface GithubGist {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly description: string;
  /** Contents by file name. */
  readonly files: Readonly<Record<string, string>>;
}

type UserByLogin = (login: string) => GithubUser | undefined;

const USER_PATH = /^\/users\/([A-Za-z0-9-]{1,39})(\/social_accounts|\/gists)?$/;

function ownerOf(login: string, user: GithubUser) {
  return {
    login,
    id: user.id,
    url: `https://api.github.com/users/${login}`,
    html_url: `https://github.com/${login}`,
    type: 'User',
  };
}

function userRecord(login: string, user: GithubUser) {
  return {
    ...ownerOf(login, user),
    gists_url: `https://api.github.com/users/${login}/gists{/gist_id}`,
    name: user.name,
    company: null,
    blog: user.blog,
    location: null,
    email: null,
    bio: user.bio,
    public_gists: user.gists?.length ?? 0,
    created_at: user.createdAt,
    updated_at: user.createdAt,
  };
}

function gistRecord(login: string, user: GithubUser, gist: GithubGist, withContent: boolean) {
  const raw = `https://gist.githubusercontent.com/${login}/${gist.id}/raw`;
  const files = Object.entries(gist.files).map(([filename, content]) => {
    const file = {
      filename,
      type: 'text/plain',
      raw_url: `${raw}/${filename}`,
      size: Buffer.byteLength(content),
    };
    return [filename, withContent ? { ...file, truncated: false, content } : file];
  });
  return {
    url: `https://api.github.com/gists/${gist.id}`,
    id: gist.id,
    html_url: `https://gist.github.com/${login}/${gist.id}`,
    files: Object.fromEntries(files),
    public: true,
    created_at: user.createdAt,
    updated_at: user.createdAt,
    description: gist.description,
    owner: ownerOf(login, user),
  };
}

const GITHUB_JSON = 'application/json; charset=utf-8';
const missing = () => json({ message: 'Not Found', status: '404' }, GITHUB_JSON, 404);

/** The REST API. `gistById` finds a gist together with its owner's login. */
export function githubApi(
  userByLogin: UserByLogin,
  gistById: (id: string) => { login: string; gist: GithubGist } | undefined = () => undefined,
): SiteHandler {
  return ({ path }) => {
    if (path === '/robots.txt') return text('User-agent: *\nDisallow:\n');
    const gistId = /^\/gists\/([0-9a-f]{20,32})$/.exec(path)?.[1];
    if (gistId !== undefined) {
      const found = gistById(gistId);
      const owner = found && userByLogin(found.login);
      return found && owner ? json(gistRecord(found.login, owner, found.gist, true), GITHUB_JSON) : missing();
    }
    const [, spelled, part] = USER_PATH.exec(path) ?? [];
    const login = spelled?.toLowerCase();
    const user = login === undefined ? undefined : userByLogin(login);
    if (login === undefined || !user) return missing();
    if (part === '/social_accounts') return json(user.socialAccounts ?? [], GITHUB_JSON);
    if (part === '/gists') {
      return json(
        (user.gists ?? []).map((gist) => gistRecord(login, user, gist, false)),
        GITHUB_JSON,
      );
    }
    return json(userRecord(login, user), GITHUB_JSON);
  };
}

/** The profile page: the owner's card at the left, and beside it what others write too. */
function profilePage(login: string, user: GithubUser): string {
  const social = (user.socialAccounts ?? [])
    .map(
      ({ url }) =>
        `<li itemprop="social" class="vcard-detail pt-1"><a rel="nofollow me" class="Link--primary" href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`,
    )
    .join('\n');
  const blog = user.blog
    ? `<li itemprop="url" data-test-selector="profile-website-url" class="vcard-detail pt-1"><a rel="nofollow me" class="Link--primary" href="${escapeHtml(user.blog)}">${escapeHtml(user.blog)}</a></li>`
    : '';
  return page(
    `${login} (${user.name}) · GitHub`,
    `<meta name="description" content="${escapeHtml(user.bio)}">`,
    `<main id="js-pjax-container" itemscope itemtype="http://schema.org/Person">
<div class="h-card" data-acv-badge-hovercards-enabled>
<h1 class="vcard-names"><span class="p-name vcard-fullname" itemprop="name">${escapeHtml(user.name)}</span>
<span class="p-nickname vcard-username" itemprop="additionalName">${escapeHtml(login)}</span></h1>
<div class="js-profile-editable-area">
<div class="p-note user-profile-bio mb-3 js-user-profile-bio f4" data-bio-text="${escapeHtml(user.bio)}"><div>${escapeHtml(user.bio)}</div></div>
<ul class="vcard-details">
${blog}
${social}
</ul>
</div>
</div>
<div class="js-pinned-items-reorder-container"><ol class="pinned-items-list"></ol></div>
</main>`,
  );
}

/** The site itself, for profile pages. */
export function githubSite(userByLogin: UserByLogin): SiteHandler {
  return ({ path }) => {
    if (path === '/robots.txt') return text('User-agent: *\nDisallow: /*/raw/\nDisallow: /search$\n');
    const login = /^\/([A-Za-z0-9-]{1,39})$/.exec(path)?.[1]?.toLowerCase();
    const user = login === undefined ? undefined : userByLogin(login);
    return login !== undefined && user ? html(profilePage(login, user)) : notFound();
  };
}
