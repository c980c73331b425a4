/** The elements of the wizard; what they are for is said in publish.ts. */
export interface Elements {
  readonly names: HTMLFormElement;
  readonly message: HTMLElement;
  readonly keyStep: HTMLElement;
  readonly makeKey: HTMLElement;
  readonly keyFile: HTMLInputElement;
  readonly saveKey: HTMLElement;
  readonly thumbprint: HTMLElement;
  readonly signStep: HTMLElement;
  readonly signAccounts: HTMLElement;
  readonly sign: HTMLElement;
  readonly saveStatement: HTMLElement;
  readonly places: HTMLElement;
  readonly placeList: HTMLElement;
  readonly check: HTMLElement;
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
    message: find('[data-publish-message]'),
    keyStep: find('[data-publish-key]'),
    makeKey: find('[data-key-make]'),
    keyFile: find('input[data-key-file]'),
    saveKey: find('[data-key-save]'),
    thumbprint: find('[data-key-thumbprint]'),
    signStep: find('[data-publish-sign]'),
    signAccounts: find('[data-sign-accounts]'),
    sign: find('[data-sign]'),
    saveStatement: find('[data-statement-save]'),
    places: find('[data-publish-places]'),
    placeList: find('[data-places]'),
    check: find('[data-check]'),
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

/** Hands a file to the reader: it goes to his disk, and to nobody else. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
