/**
 * The wizard of the page `/publish`. It works with these elements, and shows `[data-publish]`, which is `hidden` without it:
 *
 * - `form[data-publish-names]`: `input[name=subject]` and `textarea[name=accounts]`, one account a line;
 *   asks `GET /publish/plan?subject=…&account=…&account=…` (a PublishPlan of src/pages/publish-plan.ts as JSON)
 * - `[data-publish-message]`, `role=status`: what is wrong, or goes on
 * - `[data-publish-key]`: `button[data-key-make]`, `input[type=file][data-key-file]`, `button[data-key-save]`,
 *   `[data-key-thumbprint]`
 * - `[data-publish-sign]`: `ul[data-sign-accounts]` for what will be signed, `button[data-sign]`,
 *   `button[data-statement-save]`
 * - `[data-publish-places]`: `ul[data-places]`, `button[data-check]`, and templates: `template[data-place]` holds
 *   `[data-place-account]`, `[data-place-service]`, `[data-place-state]`, `[data-place-reason]`, `ol[data-place-steps]`;
 *   `template[data-step]` holds `[data-step-where]`, `[data-step-what]`, `[data-step-value]` and `button[data-copy]`;
 *   `template[data-look=STATE]`, one for every account state, holds its sign and word
 *
 * Sections that are not reached yet are `hidden`. The private key stays in this page, and in the file that is saved.
 */
export {};
