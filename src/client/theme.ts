/** Where the choice is kept: in this browser, for this server. */
const KEY = 'theme';
const THEMES: readonly string[] = ['light', 'dark'];

/** `[data-theme-choice]` holds a select of `auto`, `light` and `dark`; it is `hidden` without this script. */
function startThemes(): void {
  const box = document.querySelector<HTMLElement>('[data-theme-choice]');
  const select = box?.querySelector('select');
  const kept = readKept();
  show(kept);
  if (!box || !select) return;
  box.hidden = false;
  select.value = kept;
  select.addEventListener('change', () => {
    show(select.value);
    keep(select.value);
  });
}

function show(theme: string): void {
  if (THEMES.includes(theme)) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** Readers may have forbidden it to keep anything: then the choice is for this page alone. */
function readKept(): string {
  try {
    const kept = localStorage.getItem(KEY) ?? '';
    return THEMES.includes(kept) ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

function keep(theme: string): void {
  try {
    if (THEMES.includes(theme)) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

startThemes();
