/**
 * "Verify again" with its progress. Works with `form[data-verify][data-subject]`, which without it is an ordinary form, and
 * beside it, anywhere on the page, `[data-verify-message]` (`role=status`) and `ol[data-verify-lines]` (`aria-live=polite`).
 */
export {};
