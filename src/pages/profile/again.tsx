import type { VNode } from 'preact';
import { Copyable } from '../parts.js';
import { shellQuoted } from '../shell.js';
import { profilePath, type Site } from '../site.js';

/** `open`: whoever reads this page may have the subject verified. `token`: only who has one. */
export type Asking = 'open' | 'token';

interface Props {
  readonly subject: string;
  readonly asking: Asking;
  readonly site: Site;
  readonly label?: string;
}

/** Has the subject looked at now. */
export function VerifyAgain({ subject, asking, site, label = 'Verify again' }: Props): VNode {
  if (asking === 'token') return <WithToken {...{ subject, site, label }} />;
  return (
    <div class="again">
      <form method="post" action={profilePath(subject)} data-verify data-subject={subject}>
        <button type="submit" class="primary">
          {label}
        </button>
      </form>
      <p data-verify-message role="status" />
      <ol class="plain" data-verify-lines aria-live="polite" />
    </div>
  );
}

function WithToken({ subject, site, label }: Required<Omit<Props, 'asking'>>): VNode {
  const url = shellQuoted(`${site.origin}/v1/verifications`);
  const command = [
    `curl ${url} -H 'authorization: Bearer TOKEN'`,
    `-H 'content-type: application/json' -d ${shellQuoted(JSON.stringify({ subject }))}`,
  ].join(' \\\n  ');
  return (
    <details class="again">
      <summary>{label}</summary>
      <p>
        This server looks now for whoever has a token of it. Ask its keeper for one, or run crossproof
        yourself.
      </p>
      <Copyable id="verify-command" text={command} label="command" />
      <Copyable
        id="verify-own"
        text={`crossproof verify ${shellQuoted(subject)}`}
        label="command for your own machine"
      />
    </details>
  );
}
