import fc from 'fast-check';
import { type ComponentType, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BARS_CSS,
  BarsPicture,
  BarsTable,
  GRAPH_CSS,
  GraphPicture,
  PICTURE_CSS,
  TIMELINE_CSS,
  TimelineList,
  TimelinePicture,
} from '../../src/picture/index.js';
import { viewFor } from '../../src/report/audience.js';
import { reportOf } from '../../src/report/build.js';
import { changesBetween } from '../../src/report/changes.js';
import type { PublicReport } from '../../src/report/types.js';
import { evidenceOf, type People, ROLES, type Role } from '../report/support/roles.js';
import { identity } from '../support/scenario.js';
import { drawn, faultsOf } from './support/svg.js';

let people: People;
beforeAll(async () => {
  const [alice, mallory] = await Promise.all([identity(), identity()]);
  people = { alice, mallory };
});

/** Each at an operator of its own, and of names that occur nowhere else. */
const PLACES = [
  'https://github.com/aaaa',
  'https://www.reddit.com/user/bbbb',
  'https://keybase.io/cccc',
  'https://dddd.example/',
  'mimi://eeee.example/u/eeee',
  'https://ffff.example/',
];
const worlds = fc
  .subarray(PLACES, { minLength: 1 })
  .chain((uris) =>
    fc.tuple(
      ...uris.map((uri) =>
        fc.record({ uri: fc.constant(uri), role: fc.constantFrom<Role>(...ROLES), known: fc.boolean() }),
      ),
    ),
  );

/** Everything that is drawn of a report, with the first of its history. */
function picturesOf(report: PublicReport): string {
  const timeline = {
    changes: changesBetween(null, report),
    verdict: report.verdict,
    until: report.generatedAt,
  };
  return [
    renderToString(h(GraphPicture, { report, standing: report.verdict })),
    ...[BarsPicture, BarsTable].map((part: ComponentType<{ report: PublicReport }>) =>
      renderToString(h(part, { report })),
    ),
    renderToString(h(TimelinePicture, timeline)),
    renderToString(h(TimelineList, timeline)),
  ].join('');
}

describe('pictures of what strangers are shown', () => {
  it('name all accounts that are named, and no other; and can be read', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (places) => {
        const report = await reportOf(await evidenceOf(places, people));
        const view = viewFor(report, 'stranger');
        const html = picturesOf(view);
        const named = new Set(view.accounts.map(({ account }) => account));
        for (const { uri } of places) {
          const name = uri.replace('https://', '').replace(/\/$/, '');
          expect([uri, html.includes(name)]).toEqual([uri, named.has(uri)]);
        }
        expect(html).not.toContain('carol');
        expect(drawn(html).flatMap(faultsOf)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('are painted by their styles alone: every class that is drawn stands in one', async () => {
    const places = PLACES.map((uri, i) => ({ uri, role: ROLES[i] as Role, known: i % 2 === 0 }));
    const view = viewFor(await reportOf(await evidenceOf(places, people)), 'stranger');
    const classes = [...picturesOf(view).matchAll(/class="([^"]*)"/g)].flatMap(([, list = '']) =>
      list.split(' '),
    );
    // Names of what has the look of its kind.
    const plain = ['wire', 'rail-key', 'bar-operator', 'bar-group', 'bar-prior', 'bar-rounding'];
    const css = [PICTURE_CSS, GRAPH_CSS, BARS_CSS, TIMELINE_CSS].join('');
    const styled = (name: string) => css.includes(`.${name}`) || name.startsWith('tone-');
    expect([...new Set(classes)].filter((name) => !styled(name) && !plain.includes(name))).toEqual([]);
  });
});
