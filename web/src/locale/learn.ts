// Fetches the words of a language when somebody reads it.
//
// In: a language. Out: its messages, once they are here. It must not know the page.

import type { Lang } from '../language';
import type { Messages } from './en';

const WORDS: Record<Lang, () => Promise<Messages>> = {
  en: () => import('./en').then(({ en }) => en),
  fr: () => import('./fr').then(({ fr }) => fr),
};
const known = new Map<Lang, Messages>();

/** Comes to its end when the words are here; fails without a network. */
export async function learn(lang: Lang): Promise<void> {
  if (!known.has(lang)) known.set(lang, await WORDS[lang]());
}

export function messages(lang: Lang): Messages {
  const words = known.get(lang);
  if (!words) throw new Error(`the words of '${lang}' are used before they were fetched`);
  return words;
}
