// Keeps the address and the store the same.
//
// In: changes of either. Out: changes of the other. It must not know what the fields mean.

import { languageOf, type Lang } from '../language';
import { readAddress, writeAddress } from './address';
import { FILTER_KEYS } from './chosen';
import type { State } from './state';
import type { Store } from './store';

/** What the browser's history says of an entry in which a dialog lies over the page. */
export const OVER = 'over';

/** The address as a state to begin with. */
export function beginFromAddress(beginning: State, browserLanguages: readonly string[]): State {
  return { ...beginning, lang: languageOf(location.hash, browserLanguages), ...readAddress(location.hash) };
}

/** A link that names another language is handed to `speak`, which has to fetch it first and ends when the page speaks it, or never will. */
export function bindAddress(store: Store<State>, speak: (lang: Lang) => Promise<void>): void {
  const shared = ['view', 'display', ...FILTER_KEYS, 'selected', 'lang', 'langChosen', 'theme'] as const;
  let pending = 0;
  /** What links asked for that the page does not speak yet: the address is ahead of the state. */
  let ahead = 0;
  const write = (): void => {
    pending = 0;
    if (ahead > 0) return;
    const hash = `#${writeAddress(store.get())}`;
    // Under a dialog lies an entry of the same address: going back must change nothing else.
    if (hash !== location.hash && history.state !== OVER) history.replaceState(null, '', hash);
  };
  // Browsers refuse more than about a hundred changes in ten seconds: brushing would be too many.
  const soon = (): void => {
    if (pending === 0) pending = window.setTimeout(write, 150);
  };
  store.on(shared, soon);
  window.addEventListener('popstate', soon);
  window.addEventListener('hashchange', (event) => {
    // A pasted link in an open page. Its own words: the address may have been written over since.
    const { view, lang, langChosen: _, ...rest } = readAddress(new URL(event.newURL).hash);
    store.set(view ? { ...rest, goTo: { view } } : rest);
    if (!lang) return;
    ahead += 1;
    void speak(lang).finally(() => {
      ahead -= 1;
      soon();
    });
  });
}
