// A text that a person pastes in, until it is read.
//
// In: the store and what the person types. Out: the store, changed; the text as it was read goes to the review. It must not
// know the page.

import * as api from '../api';
import type { ArticleForm } from '../api';
import { openDrafts } from './review';
import { dayOf } from './bins';
import type { State } from './state';
import type { Store } from './store';

export interface Pasting {
  form: ArticleForm;
  reading: boolean;
  error: unknown;
}

/** As much text as the server reads. */
export const MAX_TEXT = 1_048_576;

/** What went wrong where there was nothing to read. */
export const NO_TEXT = 'no text';

let reading: AbortController | null = null;

export const openPasting = (store: Store<State>): void =>
  store.set({ pasting: { form: { text: '', published: dayOf(Date.now()), title: '', source: '', link: '' }, reading: false, error: null } });

/** Keeps what is typed; nothing is drawn anew under the person's hands. */
export function type(store: Store<State>, field: keyof ArticleForm, value: string): void {
  const { pasting } = store.get();
  if (pasting) Object.assign(pasting.form, { [field]: value });
}

export function closePasting(store: Store<State>): void {
  reading?.abort();
  store.set({ pasting: null });
}

/** Has the text read, and leads on to its drafts. */
export async function readPasted(store: Store<State>): Promise<void> {
  const { pasting } = store.get();
  if (!pasting || pasting.reading) return;
  if (pasting.form.text.trim() === '') return store.set({ pasting: { ...pasting, error: NO_TEXT } });
  const mine = (reading = new AbortController());
  store.set({ pasting: { ...pasting, reading: true, error: null } });
  try {
    const article = await api.readText(pasting.form, mine.signal);
    if (mine.signal.aborted) return;
    store.set({ pasting: null });
    openDrafts(store, article);
  } catch (error) {
    if (!mine.signal.aborted) store.set({ pasting: { ...pasting, reading: false, error } });
  }
}
