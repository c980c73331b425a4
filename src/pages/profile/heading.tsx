import type { VNode } from 'preact';
import { printable } from '../../design/printable.js';
import { hostForPeople, parseMimiUri } from '../../identifier/index.js';
import { Name } from '../parts.js';

/** Columns above the answer: a longer name would push it off a phone. Its host, which nobody can choose, stands first. */
const HEADING_COLUMNS = 160;
/** Columns of the longest subject: whoever looks for it finds all of it. */
const WHOLE_NAME = 4_096;

/** Whom a page is about: as it is written, and how it reads where that is something else. */
export function Heading({ subject }: { subject: string }): VNode {
  const reading = readingOf(subject);
  return (
    <div class="heading">
      <h1>
        <Broken text={printable(subject, HEADING_COLUMNS)} />
      </h1>
      {subject.length > HEADING_COLUMNS && (
        <details>
          <summary>The whole name</summary>
          <p>
            <Name text={subject} room={WHOLE_NAME} />
          </p>
        </details>
      )}
      {reading !== null && (
        <p class="muted">
          reads <Name text={reading.user} /> at <Name text={reading.host} />
        </p>
      )}
    </div>
  );
}

/** An address that is broken behind its slashes, where it has to be. */
function Broken({ text }: { text: string }): VNode {
  const parts = text.split(/(?<=\/)(?=[^/])/);
  return <bdi class="code">{parts.flatMap((part, i) => (i > 0 ? [<wbr key={part} />, part] : [part]))}</bdi>;
}

/** What a person wrote before it was encoded; null where it is the same. */
function readingOf(subject: string): { readonly user: string; readonly host: string } | null {
  const uri = parseMimiUri(subject);
  const [segment] = uri.ok ? uri.segments : [];
  if (!uri.ok || segment === undefined) return null;
  const [user, host] = [decoded(segment), hostForPeople(uri.host)];
  return user === segment && host === uri.host ? null : { user: printable(user), host };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
