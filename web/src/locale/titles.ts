// Titles of events in the reader's language.
//
// In: a title as the server makes it, words of the list and a place. Out: the same in the reader's language, where its
// words are those of a list that many use. It must not know events.

import type { Messages } from './en';

/** "Battles, Bamba" as "Combats, Bamba" to who reads French. */
export function titleIn(m: Messages, title: string): string {
  const end = title.indexOf(', ');
  const words = end < 0 ? title : title.slice(0, end);
  const own = m.titles.get(words);
  return own === undefined ? title : own + title.slice(words.length);
}
