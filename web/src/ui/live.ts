// Says when the page no longer hears what changes on the server.
//
// In: the store. Out: a line over the map, once a short break is over. It must not know how the page listens.

import { messages } from '../locale';
import type { State, Store } from '../state';
import { h } from './dom';

/** A break that heals sooner is not worth a word. */
const PATIENCE_MS = 3_000;

export function createLive(store: Store<State>): HTMLElement {
  const line = h('p', { class: 'live', role: 'status', hidden: true });
  let timer = 0;
  const draw = (): void => {
    const { live, lang } = store.get();
    line.textContent = messages(lang).liveLost;
    clearTimeout(timer);
    if (live !== 'lost') line.hidden = true;
    else if (line.hidden) timer = window.setTimeout(() => (line.hidden = false), PATIENCE_MS);
  };
  store.on(['live', 'lang'], draw);
  return line;
}
