import type { VNode } from 'preact';
import { badgeUrl, DEFAULT_STYLE, pageUrl, snippets } from '../../badge/index.js';
import { printable } from '../../design/printable.js';
import { Copyable, Part } from '../parts.js';
import type { Site } from '../site.js';

const DRAWING = { style: DEFAULT_STYLE, theme: 'auto' } as const;

/** The badge, for a page of the subject's own. */
export function Share({ subject, site }: { subject: string; site: Site }): VNode {
  const { html, markdown, bbcode } = snippets({
    picture: badgeUrl(site.origin, subject, DRAWING),
    page: pageUrl(site.origin, subject),
    text: subject,
  });
  return (
    <Part
      id="share"
      title="Badge"
      lead="For a page of your own. It carries the signed report, and fades when it is old."
    >
      <p>
        <img src={badgeUrl('', subject, DRAWING)} alt={`Badge of ${printable(subject)}`} loading="lazy" />
      </p>
      <Snippet id="badge-html" name="HTML" text={html} />
      <Snippet id="badge-markdown" name="Markdown" text={markdown} />
      <Snippet id="badge-bbcode" name="BBCode" text={bbcode} />
    </Part>
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
