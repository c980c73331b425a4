import { fillRecord } from '../fill.js';
import { select, textOf } from '../json-path.js';
import type { Answer, Location, OwnText, RecordLocation, StepLocation, StepResult } from '../location.js';
import { compileTemplate } from '../template.js';
import type { Account } from '../types.js';

/** Links followed from one record: a bio full of them must not become as many requests. */
const MAX_MENTIONS = 4;
/** Characters of one link; the longest that a mention's template can match is shorter. */
const MAX_LINK_CHARS = 2_048;

/** A record of a catalogue entry as the step that reads it. */
export function recordStep(record: RecordLocation): StepLocation {
  const { where, url, accept, statusMeans, optional } = record;
  return {
    kind: 'step',
    where,
    asks: [{ as: 'json', where, url, accept, redirects: 'same-domain', ...(statusMeans && { statusMeans }) }],
    read: ([answer], account) => readRecord(record, answer, account),
    ...(optional && { optional }),
  };
}

function readRecord(record: RecordLocation, answer: Answer | undefined, account: Account): StepResult {
  if (answer?.outcome !== 'read') return answer ?? { outcome: 'absent' };
  const { value, source } = answer;
  // Where a proof sits in an object with an author, the author must be the account.
  for (const { path, equals } of record.owner) {
    if (textOf(select(value, path)[0]).toLowerCase() !== equals.toLowerCase()) {
      return { outcome: 'absent', detail: `the ${record.where} belongs to another account` };
    }
  }
  const texts = record.texts.flatMap(({ path, where, html = false }) =>
    select(value, path)
      .map(textOf)
      .filter((text) => text !== '')
      .map((text): OwnText => ({ where, text, html, source })),
  );
  const accountId = record.accountId === undefined ? '' : textOf(select(value, record.accountId)[0]);
  const createdAt = record.createdAt === undefined ? '' : textOf(select(value, record.createdAt)[0]);
  return {
    outcome: 'read',
    texts,
    next: mentionsIn(record, texts, account),
    ...(accountId !== '' && { accountId }),
    ...(!Number.isNaN(Date.parse(createdAt)) && { createdAt }),
  };
}

/** Records of the same owner that the texts link to. A link to another owner's record leads nowhere. */
function mentionsIn(
  record: RecordLocation,
  texts: readonly OwnText[],
  account: Account,
): readonly Location[] {
  const found = new Map<string, Location>();
  for (const { link, place } of record.mentions ?? []) {
    const matcher = compileTemplate(link);
    for (const url of texts.flatMap(({ text }) => linksIn(text))) {
      const params = matcher.match(url);
      if (params === null || found.size >= MAX_MENTIONS) continue;
      const foreign = Object.keys(params).some(
        (name) =>
          name in account.params && params[name]?.toLowerCase() !== account.params[name]?.toLowerCase(),
      );
      const filled = foreign ? null : fillRecord(place, { ...account.params, ...params, ...account.params });
      if (filled !== null) found.set(filled.url, filled);
    }
  }
  return [...found.values()];
}

/** URLs written out in a text, without the punctuation that follows them. */
export function linksIn(text: string): readonly string[] {
  return text
    .split(/[\s<>"'()[\],]+/)
    .map((word) => word.replace(/[.;:!?]{1,3}$/, ''))
    .filter((word) => /^https:\/\//i.test(word) && word.length <= MAX_LINK_CHARS && URL.canParse(word))
    .map((word) => new URL(word).href);
}
