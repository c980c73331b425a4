/** Milliseconds that a button says that it has copied. */
const SAID_MS = 2_000;

/**
 * Buttons with `data-copy`, the id of the element whose text they copy. They are `hidden` without this script. One
 * listener for all of them, also those that come later.
 */
function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-copy][hidden]')) button.hidden = false;
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button[data-copy]') : null;
    if (button instanceof HTMLButtonElement) void copy(button);
  });
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const source = document.getElementById(button.dataset.copy ?? '');
  if (source === null) return;
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    button.dataset.copied = 'yes';
    setTimeout(() => delete button.dataset.copied, SAID_MS);
  } catch {
    // Not allowed here: it is marked, for the reader's own keys.
    getSelection()?.selectAllChildren(source);
    button.dataset.copied = 'no';
  }
}

startCopying();
