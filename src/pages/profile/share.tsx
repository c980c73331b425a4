import type { VNode } from 'preact';
import {
  type BadgeStyle,
  badgeUrl,
  DEFAULT_STYLE,
  elementSnippet,
  pageUrl,
  snippets,
} from '../../badge/index.js';
import { printable } from '../../design/printable.js';
import { Copyable, Part } from '../parts.js';
import type { Site } from '../site.js';

/** Characters of the longest name for which there are snippets: they have it twelve times, each time encoded anew. */
const MAX_NAME = 400;

interface Props {
  readonly subject: string;
  readonly site: Site;
}

const urlOf = (origin: string, subject: string, style: BadgeStyle): string =>
  badgeUrl(origin, subject, { style, theme: 'auto' });

/** The badge, for a page of the subject's own. */
export function Share({ subject, site }: Props): VNode {
  return (
    <Part
      id="share"
      title="Badge"
      lead="For a page of your own. It carries the signed report, and fades when it is old."
    >
      <p>
        <img
          src={urlOf('', subject, DEFAULT_STYLE)}
          alt={`Badge of ${printable(subject)}`}
          loading="lazy"
          class="badge"
        />
      </p>
      {subject.length <= MAX_NAME ? (
        <Snippets subject={subject} site={site} />
      ) : (
        <p>
          This name is too long to be pasted: <code>crossproof badge</code> writes its badge to a file.
        </p>
      )}
    </Part>
  );
}

function Snippets({ subject, site }: Props): VNode {
  const { html, markdown, bbcode } = snippets({
    picture: urlOf(site.origin, subject, DEFAULT_STYLE),
    page: pageUrl(site.origin, subject),
    text: subject,
  });
  return (
    <>
      <p>
        There are <a href={urlOf('', subject, 'card')}>a card with the accounts</a> and{' '}
        <a href={urlOf('', subject, 'compact')}>a small round badge</a> too.
      </p>
      <Snippet id="badge-html" name="HTML" text={html} />
      <Snippet id="badge-markdown" name="Markdown" text={markdown} />
      <Snippet id="badge-bbcode" name="BBCode" text={bbcode} />
      <Snippet
        id="badge-element"
        name="An element that checks the signature itself"
        text={elementSnippet(site.origin, subject)}
      />
    </>
  );
}

function Snippet({ id, name, text }: { id: string; name: string; text: string }): VNode {
  return (
    <>
      <h3>{name}</h3>
      <Copyable id={id} text={text} label={`${name} of the badge`} />
    </>
  );
}
