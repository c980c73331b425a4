import type { Overview } from '../../../src/monitor/types.js';
import { AdminPage } from '../../../src/pages/admin/page.js';
import { SignInPage } from '../../../src/pages/admin/sign-in.js';
import { FrontPage, type FrontProps } from '../../../src/pages/front/page.js';
import { readPasted } from '../../../src/pages/front/pasted.js';
import { htmlDocument } from '../../../src/pages/html.js';
import type { Page } from '../../../src/pages/layout.js';
import type { PageKind } from '../../../src/pages/page-style.js';
import { ProblemPage } from '../../../src/pages/problem.js';
import type { Asking } from '../../../src/pages/profile/again.js';
import { PublishPage } from '../../../src/pages/publish/page.js';
import { UnknownPage } from '../../../src/pages/unknown.js';
import { type Waiting, WaitingPage } from '../../../src/pages/waiting.js';
import type { Change } from '../../../src/report/changes.js';
import { services } from '../../../src/services/index.js';
import { account, crowd, NOW, provider, reportOf, SUBJECT } from '../../picture/support/reports.js';
import { BUSY, QUIET, SILENT } from './overviews.js';
import { profile, SITE } from './pages.js';

const LONG = `mimi://a.example/u/${'alice'.repeat(60)}`;
const GITHUB = account('https://github.com/alice', 'github.com', 'consistent', {
  found: [{ where: 'profile bio', container: 'proof-token', url: 'https://github.com/alice', digest: 'x' }],
});
const OLD = account('acct:alice@old.example', 'old.example', 'conflicting');
const CHANGES: readonly Change[] = [
  { at: NOW, kind: 'account-confirmed', account: GITHUB.account, message: 'It shows the key.' },
  { at: NOW, kind: 'verdict-changed', from: 'weak', to: 'consistent', message: 'The verdict is consistent.' },
];
const ALERT = { code: 'conflicting-statement', accounts: [OLD.account], message: 'Another key.' } as const;

/** Pages of every kind: together they have everything that one of it can have. */
export const EVERY_PAGE: Readonly<Record<PageKind, readonly string[]>> = {
  problem: written(ProblemPage({ site: SITE, status: 404, title: 'Not Found', detail: 'There is nothing.' })),
  waiting: written(...(['queued', 'active', 'failed'] as const).map(waiting)),
  unknown: written(...(['open', 'token'] as const).map(unknown)),
  profile: profiles(),
  front: written(FrontPage({ site: SITE }), FrontPage({ site: SITE, asked: notASubject(GITHUB.account) })),
  publish: written(PublishPage({ site: SITE, services })),
  admin: written(...[BUSY, QUIET, SILENT].map(admin)),
  'sign-in': written(SignInPage({ site: SITE }), SignInPage({ site: SITE, fault: 'no-such-token' })),
};

function written(...pages: readonly Page[]): readonly string[] {
  return pages.map(htmlDocument);
}

function profiles(): readonly string[] {
  const good = reportOf([provider(), GITHUB]);
  const contested = reportOf([provider(), GITHUB, OLD], { alerts: [ALERT], firstLook: true, unconfirmed: 2 });
  return [
    profile({ report: good, changes: CHANGES }),
    profile({ report: contested, standing: 'conflicting', changes: CHANGES, asking: 'token' }),
    profile({ report: contested, standing: 'conflicting', isFresh: false, changes: CHANGES }),
    profile({ report: good, standing: 'outdated', isFresh: false }),
    profile({ report: crowd(40, (i) => (i % 2 === 0 ? 'silent' : 'unclaimed')) }),
    profile({ report: reportOf([provider()], { subject: LONG, identityKey: null, keys: [] }) }),
  ];
}

function waiting(state: Waiting['state']): Page {
  const location = `/v1/verifications/${'0'.repeat(32)}`;
  return WaitingPage({ site: SITE, subject: SUBJECT, job: { state, done: 1, known: 3 }, location });
}

function unknown(asking: Asking): Page {
  return UnknownPage({ site: SITE, subject: SUBJECT, asking });
}

function admin(overview: Overview): Page {
  return AdminPage({ site: SITE, overview, isSession: true, hasBoard: true });
}

function notASubject(query: string): NonNullable<FrontProps['asked']> {
  const found = readPasted(query);
  if (found.ok) throw new Error('it names somebody');
  return { query, found };
}
