import { Layout, type Page } from '../layout.js';
import type { Site } from '../site.js';
import { SESSION_PATH } from './paths.js';
import { SIGN_IN_FAULTS, type SignInFault, TITLE } from './words.js';

/** The one field of the form. */
export const TOKEN_FIELD = 'token';

export interface SignInProps {
  readonly site: Site;
  /** Why the last try was none. */
  readonly fault?: SignInFault;
}

/** The operator's view, to whoever may not see it. */
export function SignInPage({ site, fault }: SignInProps): Page {
  return (
    <Layout site={site} kind="sign-in" title={TITLE} hasSearch={false}>
      <section class="sign-in" aria-labelledby="sign-in">
        <h1 id="sign-in">{TITLE}</h1>
        <p class="lead">
          Queue, schedules, services and hosts of this server, for those who keep it. It takes a token of the
          role operator, as <span class="code">crossproof token add NAME --role operator</span> prints it.
        </p>
        <form action={SESSION_PATH} method="post">
          <label for="token">Operator’s token</label>
          <input
            id="token"
            name={TOKEN_FIELD}
            type="password"
            autoComplete="current-password"
            autoCapitalize="none"
            spellcheck={false}
            required
            {...(fault === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'token-message' })}
          />
          <button type="submit" class="primary">
            Sign in
          </button>
        </form>
        {fault !== undefined && (
          <p class="message tone-caution" id="token-message" role="alert">
            {SIGN_IN_FAULTS[fault]}
          </p>
        )}
      </section>
    </Layout>
  );
}
