// Keeps the address and the store the same.
//
// In: changes of either. Out: changes of the other. It must not know what the fields mean.

import { languageOf, type Lang } from '../language';
import { readAddress, writeAddress } from './address';
import { FILTER_KEYS } from './chosen';
import type { State } from './state';
import type { Store } from './store';

/** The address as a state to begin with. */
export function beginFromAddress(beginning: State, browserLanguages: readonly string[]): State {
  return { ...beginning, lang: languageOf(location.hash, browserLanguages), ...readAddress(location.hash) };
}

/** A link that names another language is handed to `speak`, which has to fetch it first. */
export function bindAddress(store: Store<State>, speak: (lang: Lang) => void): void {
  const shared = ['view', 'display', ...FILTER_KEYS, 'selected', 'lang', 'langChosen', 'theme'] as const;
  let pending = 0;
  const write = (): void => {
    pending = 0;
    const hash = `#${writeAddress(store.get())}`;
    if (hash !== location.hash) history.replaceState(null, '', hash);
  };
  // Browsers refuse more than about a hundred changes in ten seconds: brushing would be too many.
  store.on(shared, () => {
    if (pending === 0) pending = window.setTimeout(write, 150);
  });
  window.addEventListener('hashchange', () => {
    // A pasted link in an open page.
    const { view, lang, langChosen: _, ...rest } = readAddress(location.hash);
    store.set(view ? { ...rest, goTo: { view } } : rest);
    if (lang) speak(lang);
  });
}
