import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_STATES } from '../../src/graph/types.js';
import { FORMS } from '../../src/picture/geometry.js';
import { GRAPH_LIMITS } from '../../src/picture/graph/choose.js';
import { layoutGraph } from '../../src/picture/graph/layout.js';
import { graphOf } from '../../src/picture/graph/model.js';
import { GraphPicture } from '../../src/picture/graph/picture.js';
import type { PublicReport } from '../../src/report/types.js';
import { account, crowd, HOSTILE, NOW, provider, reportOf, SUBJECT } from './support/reports.js';
import { drawn, faultsOf, overlap } from './support/svg.js';

const picture = (report: PublicReport) =>
  drawn(renderToString(h(GraphPicture, { report, standing: report.verdict })));
const faults = (report: PublicReport) => picture(report).flatMap(faultsOf);

const before = { lastGood: { state: 'consistent', at: NOW } } as const;
const ALL_STATES = reportOf(
  [
    provider(),
    ...ACCOUNT_STATES.map((state, i) => account(`https://s${i}.example/`, `s${i}.example`, state, before)),
  ],
  { unconfirmed: 3 },
);

const HOSTILE_REPORT = (names: readonly string[]) =>
  reportOf(
    [provider(), ...names.map((name, i) => account(`https://h.example/${i}${name}`, `${i}${name}.example`))],
    {
      subject: SUBJECT,
    },
  );

const names = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.webUrl({ withFragments: true }),
);
const reports = fc
  .record({
    own: fc.constantFrom(...ACCOUNT_STATES),
    others: fc.array(
      fc.record({
        name: names,
        operator: fc.oneof(fc.constantFrom('github.com', 'gitlab.com', 'a.example'), names),
        state: fc.constantFrom(...ACCOUNT_STATES, 'consistent' as const, 'conflicting' as const),
        known: fc.boolean(),
      }),
      { maxLength: 60 },
    ),
    subject: fc.oneof(fc.constant(SUBJECT), names),
    leads: fc.boolean(),
    anchored: fc.boolean(),
    unconfirmed: fc.nat({ max: 300 }),
  })
  .map(({ own, others, subject, leads, anchored, unconfirmed }) =>
    reportOf(
      [
        { ...provider(own), account: subject },
        ...others.map(({ name, operator, state, known }, i) =>
          account(`https://x.example/${i}/${name}`, operator, state, known ? before : {}),
        ),
      ],
      { subject, anchored, unconfirmed, ...(leads ? {} : { identityKey: null }) },
    ),
  );

describe('the picture of the accounts', () => {
  it('says in words too that it is old, and what it was', () => {
    const html = renderToString(h(GraphPicture, { report: reportOf([provider()]), standing: 'outdated' }));
    expect(html.match(/<desc [^>]*>Verdict: .*? The key/)?.[0].replace(/<[^>]*>/, '')).toBe(
      'Verdict: outdated. It was verified too long ago for the answer to be relied on. On 21 Nov 2026 it was: consistent. The key',
    );
  });

  it('says by lines what the states say', () => {
    const links = Object.fromEntries(
      graphOf(ALL_STATES, { groups: 20, rows: 20 }).groups.flatMap(({ rows }) =>
        rows.map(({ state, link }) => [state, link]),
      ),
    );
    expect(links).toEqual({
      revoked: 'none',
      conflicting: 'rival',
      consistent: 'mutual',
      stale: 'mutual',
      unclaimed: 'shows',
      foreign: 'names',
      expired: 'names',
      invalid: 'names',
      unreachable: 'names',
      're-registered': 'names',
      'one-way': 'names',
      silent: 'names',
    });
  });

  it('draws no line of a key where none leads, and none to what no statement names any more', () => {
    const accounts = [
      provider('one-way'),
      account('https://github.com/a', 'github.com', 'unreachable', before),
    ];
    const linksOf = (report: PublicReport) =>
      graphOf(report, GRAPH_LIMITS.wide).groups.flatMap(({ rows }) => rows.map(({ link }) => link));
    const dropped = accounts.map((a) => ({ ...a, dropped: true as const }));
    expect([linksOf(reportOf(accounts, { identityKey: null })), linksOf(reportOf(dropped))]).toEqual([
      ['none', 'none'],
      ['names', 'none'],
    ]);
  });

  it('marks the anchor where the provider shows the key that leads, and nowhere else', () => {
    const marks = (report: PublicReport) =>
      graphOf(report, GRAPH_LIMITS.wide).groups.map(({ operator, provider: mark }) => [operator, mark]);
    const other = account('https://github.com/alice', 'github.com');
    expect([
      marks(reportOf([provider(), other])),
      marks(reportOf([provider('one-way'), other])),
      marks(reportOf([provider(), other], { anchored: false })),
    ]).toEqual([
      [
        ['a.example', 'anchor'],
        ['github.com', null],
      ],
      [
        ['a.example', 'silent'],
        ['github.com', null],
      ],
      [
        ['a.example', 'silent'],
        ['github.com', null],
      ],
    ]);
  });

  it.each([3, 12, 40, 256])('can be read with %i accounts, on a desktop and on a phone', (size) => {
    const states = ['consistent', 'conflicting', 'one-way'] as const;
    expect(faults(crowd(size))).toEqual([]);
    expect(faults(crowd(size, (i) => states[i % 7] ?? 'consistent'))).toEqual([]);
  });

  it('loses no account: each is drawn, or counted', () => {
    for (const form of FORMS) {
      const { groups, moreOperators } = graphOf(crowd(256), GRAPH_LIMITS[form]);
      const rows = groups.flatMap((group) => group.rows).length;
      const rest = groups.reduce((sum, { rest: own }) => sum + (own?.accounts ?? 0), 0);
      expect(rows + rest + (moreOperators?.accounts ?? 0)).toBe(257);
      expect(groups.length).toBe(GRAPH_LIMITS[form].groups);
      expect(rows).toBeLessThanOrEqual(GRAPH_LIMITS[form].rows + GRAPH_LIMITS[form].groups);
    }
  });

  it.each([
    ['hundreds of accounts with a forged key', 'conflicting', 'consistent'],
    ['hundreds of accounts that agree', 'consistent', 'conflicting'],
  ] as const)('shows the others beside %s, at many operators and at one', (_, many, few) => {
    const flood = Array.from({ length: 250 }, (__, i) =>
      account(`https://f${i}.example/`, `f${i}.example`, many, { evidence: 99 }),
    );
    const sea = flood.map((a) => ({ ...a, operator: 'github.com' }));
    const lonely = [0, 1, 2].map((i) => account(`https://github.com/${i}`, `${i}.example`, few));
    const sole = account('https://github.com/0', 'github.com', few);
    const drawnStates = (report: PublicReport) =>
      graphOf(report, GRAPH_LIMITS.narrow).groups.flatMap(({ rows }) => rows.map(({ account: uri }) => uri));
    expect(drawnStates(reportOf([provider(), ...flood, ...lonely]))).toEqual(
      expect.arrayContaining(['github.com/0', 'github.com/1', 'github.com/2']),
    );
    expect(drawnStates(reportOf([provider(), ...sea, sole]))).toContain('github.com/0');
  });

  it('is the same for every order of the accounts', () => {
    const report = crowd(40, (i) => (i % 5 === 0 ? 'conflicting' : 'consistent'));
    const turned = { ...report, accounts: [...report.accounts].reverse() };
    for (const form of FORMS)
      expect(layoutGraph(graphOf(turned, GRAPH_LIMITS[form]), form)).toEqual(
        layoutGraph(graphOf(report, GRAPH_LIMITS[form]), form),
      );
  });

  it('ends every line at its account, and begins it on a rail', () => {
    for (const form of FORMS) {
      const { wiring, cards } = layoutGraph(graphOf(ALL_STATES, GRAPH_LIMITS[form]), form);
      const rows = cards.flatMap((card) =>
        card.kind === 'group'
          ? card.rows
              .filter(({ row }) => row.link !== 'none')
              .map(({ y, height }) => ({
                x: card.port === 'left' ? card.x : card.x + card.width,
                y: card.y + y + height / 2,
              }))
          : [],
      );
      expect(wiring.wires.map(({ to }) => to)).toEqual(rows);
      const rails = wiring.rails.map(({ path }) => {
        const [, x, top, end] = /M(\S+) (\S+)V(\S+)$/.exec(path) ?? [];
        return { x: Number(x), y: Number(top), width: 0.001, height: Number(end) - Number(top) };
      });
      for (const { from } of wiring.wires)
        expect(
          rails.some((rail) => overlap(rail, { x: from.x - 0.1, y: from.y - 0.1, width: 0.2, height: 0.2 })),
        ).toBe(true);
    }
  });

  it('never names what was never confirmed, and says how many there are', () => {
    for (const { texts, description } of picture(ALL_STATES)) {
      expect(texts.map(({ text }) => text).join(' ')).toContain('3 accounts never confirmed');
      expect(description).toContain('3 accounts never confirmed: counted, not named.');
    }
  });

  it('says the same in words', () => {
    const report = reportOf(
      [
        provider(),
        account('https://github.com/alice', 'github.com'),
        account('https://keybase.io/alice', 'keybase.io', 'one-way'),
        account('https://www.reddit.com/user/alice', 'reddit.com', 'conflicting'),
      ],
      { unconfirmed: 1 },
    );
    const [wide, narrow] = picture(report);
    expect(wide?.title).toBe('The accounts of mimi://a.example/u/alice, by operator');
    expect(wide?.description).toBe(
      'Verdict: conflicting. Accounts contradict each other, or the key changed unannounced. The key NzbLsXh8uDCc… ' +
        'leads. a.example (anchor): mimi://a.example/u/alice is consistent, named and shows the key. reddit.com: ' +
        'www.reddit.com/user/alice is conflicting, shows another key or statement. keybase.io: keybase.io/alice is ' +
        'one-way, named and does not show the key. github.com: github.com/alice is consistent, named and shows the ' +
        'key. 1 account never confirmed: counted, not named.',
    );
    expect(narrow?.description).toBe(wide?.description);
  });

  it('stays whole whatever strangers are called', () => {
    const harmless = picture(HOSTILE_REPORT(HOSTILE.map(() => 'name')));
    const hostile = picture(HOSTILE_REPORT(HOSTILE));
    // A name that is cut has its whole length as a title: that is all that a name can change.
    const markup = (pictures: typeof hostile) =>
      pictures.map((p) => p.markup.filter((element, i) => !(element === 'title' && i > 2)));
    expect(hostile.flatMap(faultsOf)).toEqual([]);
    expect(markup(hostile)).toEqual(markup(harmless));
    expect(hostile.flatMap(({ values }) => values).join(' ')).not.toMatch(/script|alert|xxx/);
  });

  it('can be read, and stays in its frame, for any report', () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(faults(report)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has nothing in it that runs, leads away, or is styled in place', () => {
    const markup = picture(ALL_STATES).flatMap((p) => p.markup);
    expect(markup.filter((element) => /\bon|href|style|script|foreignObject|image/i.test(element))).toEqual(
      [],
    );
  });
});
