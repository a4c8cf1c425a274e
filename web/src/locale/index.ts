// The words of the page.
//
// In: a language. Out: its messages, and how it writes numbers and dates. It must not know the page.

import { en, type Messages } from './en';
import { fr } from './fr';

export type { Messages } from './en';
export * from './coordinates';
export * from './format';
export * from './acled';
export * from './reason';

export const LOCALES = { en, fr } satisfies Record<string, Messages>;
export const messages = (lang: keyof typeof LOCALES): Messages => LOCALES[lang];
