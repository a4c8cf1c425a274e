// Makes and fills elements.
//
// In: names, our own attributes, text. Out: elements. Text always goes in as text: nothing here parses markup.

type Child = Node | string | null | false | undefined;

interface Attributes {
  class?: string;
  /** Keeps the focus on this element when its container is filled anew. */
  key?: string;
  on?: Partial<{ [K in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[K]) => void }>;
  [name: string]: unknown;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute === 'on') {
      for (const [type, listener] of Object.entries(value as object)) element.addEventListener(type, listener);
    } else if (attribute === 'key') element.dataset['key'] = String(value);
    else if (value === true) element.setAttribute(attribute, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(attribute, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined).map(marked));
  return element;
}

/** Marks that turn letters round, so that a text reads otherwise than it is written: they are shown instead of obeyed. */
const marked = (child: Node | string): Node | string =>
  typeof child === 'string' ? child.replace(/[\u202a-\u202e\u2066\u2067]/g, (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase()}]`) : child;

/** What turns the direction of writing: Hebrew and Arabic letters, and the marks that override it. */
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A name from outside within a sentence of ours: what turns in it ends with it (Unicode Standard Annex 9). */
export const isolated = (name: string): string => (TURNS.test(name) ? `\u2068${name}\u2069` : name);

/** A text of data, in which addresses of the web are links; those of other schemes stay text. */
export const linked = (text: string): (HTMLElement | string)[] =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, i) => (i % 2 === 1 ? h('a', { href: part, target: '_blank', rel: 'noopener noreferrer nofollow' }, part) : part));

/** Replaces what is in the container; who had the focus keeps it with the caret, when it is still there. */
export function fill(container: Element, ...children: Child[]): void {
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const key = focused instanceof HTMLElement ? focused.dataset['key'] : undefined;
  container.replaceChildren(
    ...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined),
  );
  if (focused === null) return;
  const heir = key === undefined ? null : container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  // In a dialog whoever reads by keyboard must not be thrown out of it.
  const next = heir ?? container.closest('dialog')?.querySelector('h2');
  if (!(next instanceof HTMLElement)) return;
  next.focus({ preventScroll: true });
  if (!(next instanceof HTMLInputElement && focused instanceof HTMLInputElement) || focused.selectionStart === null) return;
  // The state has no use for the blank at the end, but the next word is still being typed.
  if (next.value === focused.value.trim()) next.value = focused.value;
  next.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

/** Once per frame, however often it is asked for. */
export function eachFrame(work: () => void): () => void {
  let pending = 0;
  return () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(work);
  };
}

/** Copies text; the old way serves pages that are not on a secure origin, as a server in a local network is. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'off-screen', readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** Hands a text to the person as a file. */
export const saveText = (text: string, name: string, type: string): void => saveBlob(new Blob([text], { type }), name);

/** Hands what was made here to the person as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
