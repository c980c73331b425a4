import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { badgeFacts, renderBadge } from '../../src/badge/index.js';
import { description } from '../../src/badge/words.js';
import { alertLook } from '../../src/design/appearance.js';
import { UNREACHABLE_REASONS } from '../../src/fetch/types.js';
import { CHANGE_KINDS, type Change } from '../../src/report/changes.js';
import { ALERTS, CHANGES, CLAIMS, UNREACHABLE } from '../../src/report/code-words.js';
import { reportText } from '../../src/report/text.js';
import { ALERT_CODES, type AlertCode, type PublicReport } from '../../src/report/types.js';
import { account, NOW, provider, reportOf } from '../picture/support/reports.js';
import { profile, textOf } from './support/pages.js';

/** Each can be mistaken for the other. */
const TWINS = ['https://github.com/alice', 'https://github.com/a1ice'].map((uri) =>
  account(uri, 'github.com', 'conflicting'),
);
const against = (code: AlertCode): PublicReport => {
  const accounts = TWINS.map((twin) => twin.account);
  return reportOf([provider(), ...TWINS], { alerts: [{ code, accounts, message: 'Look twice.' }] });
};
const raised = (code: AlertCode): Change => ({
  ...{ at: NOW, kind: 'alert-raised', code, message: 'Look twice.' },
});

/** All that a person is shown of a report and of its history: not the report itself, which has codes for programs. */
function shownOf(code: AlertCode): readonly string[] {
  const report = against(code);
  const facts = badgeFacts(report.subject, report, { now: new Date(NOW), maxAgeSeconds: 3_600 });
  const page = load(profile({ report, standing: 'conflicting', changes: [raised(code)] }));
  return [
    reportText(report),
    description(facts),
    load(renderBadge(facts, { style: 'card', theme: 'light' }), { xml: true }).text(),
    textOf(page, '#against, [aria-labelledby="against"]'),
    textOf(page, '.timeline'),
  ];
}

describe('a code', () => {
  it.each(ALERT_CODES)('is told by its word, on every surface: %s', (code) => {
    const shown = shownOf(code);
    expect(shown.filter((text) => text.includes(ALERTS[code].word)).length).toBe(shown.length);
    if (code !== ALERTS[code].word) expect(shown.filter((text) => text.includes(code))).toEqual([]);
  });

  it('of a newer version is told as it is, with spaces, and as gravely as any', () => {
    const code: AlertCode = JSON.parse('"quite-new"');
    const shown = shownOf(code);
    expect(shown.filter((text) => text.includes('quite new')).length).toBe(shown.length);
    expect(alertLook(code).tone).toBe('bad');
  });

  it('has a word of its own', () => {
    const words = [
      Object.values(CHANGES),
      ...[ALERTS, UNREACHABLE, CLAIMS].map((told) => Object.values(told).map(({ word }) => word)),
    ];
    for (const list of words) {
      expect(new Set(list).size).toBe(list.length);
      // No code of several words is its own word.
      expect(list.filter((word) => /^[a-z]+(?:-[a-z]+)+$/.test(word))).toEqual([]);
    }
    expect([Object.keys(ALERTS), Object.keys(CHANGES), Object.keys(UNREACHABLE)]).toEqual([
      ...[ALERT_CODES, CHANGE_KINDS, UNREACHABLE_REASONS],
    ]);
  });
});
