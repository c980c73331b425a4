import type { BrowserContext } from 'playwright-core';
import { ACCOUNT_STATES } from '../../../src/graph/types.js';
import { clientScripts, type PageScript, SCRIPT_TYPE } from '../../../src/pages/assets.js';
import { publishPlan } from '../../../src/pages/publish-plan.js';

/** Of all pages. */
const POLICY = `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** The elements that the wizard works with, and nothing else. */
const page = (): string => `<!DOCTYPE html><html lang="en"><title>Publish</title>
${scripts('copy', 'publish')}
<main data-publish hidden>
<form data-publish-names><label>Who <input name="subject"></label><label>Accounts <textarea name="accounts"></textarea></label>
<button>Go on</button></form>
<p data-publish-message role="status"></p>
<section data-publish-key hidden><button data-key-make>Make a key</button><input type="file" data-key-file>
<button data-key-save hidden>Save the key</button><output data-key-thumbprint></output></section>
<section data-publish-sign hidden><ul data-sign-accounts></ul><button data-sign>Sign</button>
<button data-statement-save hidden>Save the statement</button></section>
<section data-publish-places hidden><ul data-places></ul><button data-check>Check</button></section>
<template data-place><b data-place-account></b> <i data-place-service></i> <span data-place-state></span>
<span data-place-reason></span><ol data-place-steps></ol></template>
<template data-step><span data-step-where></span> <span data-step-what></span> <pre data-step-value></pre>
<button data-copy hidden>Copy</button></template>
${ACCOUNT_STATES.map((state) => `<template data-look="${state}">${state}</template>`).join('')}
</main>`;

/** Puts such a page, and what it asks for, before the server that this reader asks. */
export async function servePublishing(reader: BrowserContext, origin: string): Promise<void> {
  await servePage(reader, `${origin}/publish`, page());
  await reader.route(`${origin}/publish/plan?*`, (route) => {
    const { searchParams: query } = new URL(route.request().url());
    const plan = publishPlan(query.get('subject') ?? '', query.getAll('account'));
    return plan.ok
      ? route.fulfill({ json: plan })
      : route.fulfill({ status: 400, json: { detail: plan.message } });
  });
  await serveScripts(reader, origin);
}

/** A page with what the other scripts work with, at `/live`. */
export async function serveLive(reader: BrowserContext, origin: string, subject: string): Promise<void> {
  await servePage(
    reader,
    `${origin}/live`,
    `<!DOCTYPE html><html lang="en"><title>Live</title>${scripts('copy', 'live', 'theme')}
<form method="post" data-verify data-subject="${subject}"><button>Verify again</button></form>
<p data-verify-message role="status"></p><ol data-verify-lines aria-live="polite"></ol>
<pre id="text">&lt;b>to be copied&lt;/b></pre><button data-copy="text" hidden>Copy</button>
<label data-theme-choice hidden>Theme <select><option>auto<option>light<option>dark</select></label>`,
  );
  await serveScripts(reader, origin);
}

const scripts = (...names: PageScript[]): string =>
  names.map((name) => `<script type="module" src="${clientScripts().path(name)}"></script>`).join('');

function servePage(reader: BrowserContext, url: string, body: string): Promise<unknown> {
  const headers = { 'content-security-policy': POLICY };
  return reader.route(url, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body }),
  );
}

async function serveScripts(reader: BrowserContext, origin: string): Promise<void> {
  await reader.route(`${origin}/assets/*.js`, (route) => {
    const name = new URL(route.request().url()).pathname.replace('/assets/', '');
    const body = clientScripts().files.get(name)?.body;
    return body === undefined ? route.continue() : route.fulfill({ contentType: SCRIPT_TYPE, body });
  });
}
