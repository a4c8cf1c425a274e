// The languages of the page.
//
// In: the address, the languages of the browser. Out: the one to begin with. It must not know the words.

/** Each by the name that its readers have for it. */
export const LANGUAGES = { en: 'English', fr: 'Français' } as const;
export type Lang = keyof typeof LANGUAGES;

const asLang = (word: string | null): Lang | null => (word !== null && Object.hasOwn(LANGUAGES, word) ? (word as Lang) : null);

/** The language that a link names, if it does. */
export const languageIn = (hash: string): Lang | null => asLang(new URLSearchParams(hash.replace(/^#/, '')).get('lang'));

/** The link's, else the first of the browser's that there is, else English. */
export function languageOf(hash: string, browser: readonly string[]): Lang {
  const known = browser.map((tag) => asLang(tag.toLowerCase().slice(0, 2))).find((lang) => lang !== null);
  return languageIn(hash) ?? known ?? 'en';
}
