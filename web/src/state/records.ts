// What was imported before, and undoing it.
//
// In: the store and what the person does. Out: the store, changed. It must not know the page.

import * as api from '../api';
import type { ImportRecord, Undone } from '../api';
import { load } from './actions';
import type { State } from './state';
import type { Store } from './store';

/** The list of imports while it is open. */
export interface Records {
  phase: 'loading' | 'ready' | 'failed';
  items: readonly ImportRecord[];
  /** The import whose undoing has to be confirmed. */
  asking: string | null;
  /** The import that is being undone. */
  busy: string | null;
  /** What came of the last one. */
  said: { list: string; undone: Undone } | null;
  error: Refusal | null;
}

const EMPTY: Records = { phase: 'loading', items: [], asking: null, busy: null, said: null, error: null };

const patch = (store: Store<State>, change: Partial<Records>): void => {
  const { records } = store.get();
  if (records) store.set({ records: { ...records, ...change } });
};

export async function openRecords(store: Store<State>): Promise<void> {
  store.set({ records: EMPTY });
  await refresh(store);
}

async function refresh(store: Store<State>): Promise<void> {
  try {
    patch(store, { items: await api.imports(), phase: 'ready' });
  } catch (error) {
    patch(store, { phase: 'failed', error: said(error) });
  }
}

export const closeRecords = (store: Store<State>): void => store.set({ records: null });
export const askRecord = (store: Store<State>, asking: string | null): void => patch(store, { asking, said: null, error: null });

export async function undoRecord(store: Store<State>, record: ImportRecord): Promise<void> {
  patch(store, { asking: null, busy: record.id, error: null });
  try {
    const undone = await api.undoImport(record.id);
    patch(store, { said: { list: record.list, undone } });
    await Promise.all([refresh(store), load(store)]);
  } catch (error) {
    patch(store, { error: said(error) });
    await refresh(store);
  }
  patch(store, { busy: null });
}

/** Why something was not done, as the server says it; empty where it said nothing. */
export interface Refusal {
  detail: string;
  detailFr: string;
}

/** Nobody said why. */
export const SILENCE: Refusal = { detail: '', detailFr: '' };

export const said = (error: unknown): Refusal =>
  error instanceof api.ApiError ? { detail: error.detail || error.title, detailFr: error.detailFr } : { detail: String(error), detailFr: '' };

/** The imports that have to be undone before this one, those that are known. */
export const blockers = (record: ImportRecord, all: readonly ImportRecord[]): ImportRecord[] =>
  record.blockedBy.flatMap((id) => all.find((other) => other.id === id) ?? []);
