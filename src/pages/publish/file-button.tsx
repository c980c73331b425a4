import type { VNode } from 'preact';

/** A field for a file that looks like the buttons beside it. @param hook the attribute by which a script finds it */
export function FileButton(props: {
  id: string;
  label: string;
  accept: string;
  hook: Readonly<Record<`data-${string}`, true>>;
}): VNode {
  const { id, label, accept, hook } = props;
  return (
    <span class="file">
      <input id={id} class="hidden" type="file" accept={accept} {...hook} />
      <label class="button" for={id}>
        {label}
      </label>
    </span>
  );
}
