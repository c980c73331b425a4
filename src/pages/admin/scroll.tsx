import type { ComponentChildren, VNode } from 'preact';

/** What may be wider than a phone moves by itself, with the keyboard too, and the page around it stays. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must be able to move it (WCAG 2.1.1)
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
