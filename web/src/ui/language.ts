// Changes the language of the page.
//
// In: the language that was chosen. Out: the page in it, once its words are here; until then, and if they do not come, it
// stays as it is and says so. It must not know how words are fetched.

import type { Lang } from '../language';
import { learn } from '../locale';
import type { State, Store } from '../state';

/** What was chosen last: words that come late change nothing any more. */
let wanted: Lang | null = null;

export async function speak(store: Store<State>, lang: Lang): Promise<void> {
  wanted = lang;
  const told = await learn(lang).then(
    () => ({ lang, langChosen: true, langFailed: null }),
    () => ({ langFailed: lang }),
  );
  if (wanted === lang) store.set(told);
}
