/** The elements of the wizard; what they are for is said in publish.ts. */
export interface Elements {
  readonly names: HTMLFormElement;
  readonly subject: HTMLInputElement;
  readonly accounts: HTMLTextAreaElement;
  readonly statementFile: HTMLInputElement;
  readonly former: HTMLTextAreaElement;
  readonly message: HTMLElement;
  readonly keyStep: HTMLElement;
  readonly makeKey: HTMLElement;
  readonly keyFile: HTMLInputElement;
  readonly saveKey: HTMLElement;
  readonly thumbprintLine: HTMLElement;
  readonly thumbprint: HTMLElement;
  readonly signStep: HTMLElement;
  readonly signAccounts: HTMLElement;
  readonly signTerms: HTMLElement;
  readonly sign: HTMLElement;
  readonly saveStatement: HTMLElement;
  readonly places: HTMLElement;
  readonly laterNote: HTMLElement;
  readonly formerNote: HTMLElement;
  readonly formerAccounts: HTMLElement;
  readonly placeList: HTMLElement;
  readonly check: HTMLElement;
  readonly command: HTMLElement;
  readonly afterCheck: HTMLElement;
  readonly page: HTMLAnchorElement;
  /** A copy of what is in the template of this name. */
  copyOf(template: string): DocumentFragment;
}

/** @throws Error where the page lacks one of them */
export function elementsIn(root: HTMLElement): Elements {
  const find = <T extends Element>(selector: string): T => {
    const found = root.querySelector<T>(selector);
    if (found === null) throw new Error(`the page has no ${selector}`);
    return found;
  };
  return {
    names: find('form[data-publish-names]'),
    subject: find('input[name=subject]'),
    accounts: find('textarea[name=accounts]'),
    statementFile: find('input[data-statement-file]'),
    former: find('textarea[name=former]'),
    message: find('[data-publish-message]'),
    keyStep: find('[data-publish-key]'),
    makeKey: find('[data-key-make]'),
    keyFile: find('input[data-key-file]'),
    saveKey: find('[data-key-save]'),
    thumbprintLine: find('[data-key-line]'),
    thumbprint: find('[data-key-thumbprint]'),
    signStep: find('[data-publish-sign]'),
    signAccounts: find('[data-sign-accounts]'),
    signTerms: find('[data-sign-terms]'),
    sign: find('[data-sign]'),
    saveStatement: find('[data-statement-save]'),
    places: find('[data-publish-places]'),
    laterNote: find('[data-later]'),
    formerNote: find('[data-former]'),
    formerAccounts: find('[data-former-accounts]'),
    placeList: find('[data-places]'),
    check: find('[data-check]'),
    command: find('[data-check-command] code'),
    afterCheck: find('[data-after]'),
    page: find('a[data-page]'),
    copyOf: (template) =>
      document.importNode(find<HTMLTemplateElement>(`template[data-${template}]`).content, true),
  };
}

/** Writes a text into the element with that attribute. */
export function write(parent: ParentNode, attribute: string, text: string): HTMLElement | null {
  const element = parent.querySelector<HTMLElement>(`[${attribute}]`);
  if (element) element.textContent = text;
  return element;
}

/** One item a line. */
export function show(list: HTMLElement, lines: readonly string[]): void {
  list.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('li');
      const words = document.createElement('bdi');
      words.textContent = line;
      item.append(words);
      return item;
    }),
  );
}

/** What a field has, one text a line; empty lines are none. */
export function linesIn(field: HTMLTextAreaElement): string[] {
  return field.value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Adds what the field does not have yet. */
export function addLines(field: HTMLTextAreaElement, lines: readonly string[]): void {
  field.value = [...new Set([...linesIn(field), ...lines])].join('\n');
}

/** The file that was chosen; the same one may be chosen again. */
export function takeFile(input: HTMLInputElement): File | null {
  const file = input.files?.[0] ?? null;
  input.value = '';
  return file;
}

/** Hands a file to the reader: it goes to his disk, and to nobody else. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
