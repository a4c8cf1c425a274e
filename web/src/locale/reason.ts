// The reasons of the server in the reader's language.
//
// In: what the server says in each language. Out: one text, and the language it is in. It must not know the page.

import type { Messages } from './en';

export interface Told {
  why: string;
  whyFr: string;
}

/** In English where there is no French: an older store has none. The page then says so, for screen readers. */
export function reason({ why, whyFr }: Told, m: Messages): { text: string; lang: 'en' | 'fr' } {
  return whyFr !== '' && m.code.startsWith('fr') ? { text: whyFr, lang: 'fr' } : { text: why, lang: 'en' };
}
