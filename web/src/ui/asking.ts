// A part of the panel that is asked for when it is seen.
//
// In: a question, and how its answer is drawn. Out: an element that says that it waits, failed, or the answer. It must not
// know what is asked.

import type { Messages } from '../locale';
import { button } from './dialog';
import { fill, h } from './dom';

export interface Asking {
  element: HTMLElement;
  /** Asks, or asks anew; what was asked before is given up. */
  ask(): void;
}

export function asking<T>(question: (signal: AbortSignal) => Promise<T>, draw: (answer: T) => (HTMLElement | string)[], failed: string, m: Messages): Asking {
  const element = h('div', { class: 'asking' });
  let mine: AbortController | null = null;
  const ask = (): void => {
    mine?.abort();
    const own = (mine = new AbortController());
    element.setAttribute('aria-busy', 'true');
    question(own.signal).then(
      (answer) => {
        if (own.signal.aborted) return;
        element.removeAttribute('aria-busy');
        fill(element, ...draw(answer));
      },
      () => {
        if (own.signal.aborted) return;
        element.removeAttribute('aria-busy');
        fill(element, h('p', { class: 'note', role: 'alert' }, failed, ' '), button('ask-again', m.retry, ask));
      },
    );
  };
  fill(element, h('p', { class: 'note' }, m.waiting));
  return { element, ask };
}
