// What waits for a person's word: drafts, places in doubt, pairs that may be one event; and what was decided.
//
// In: the store and what the person decides. Out: the store, changed. It must not know the page.

import * as api from '../api';
import type { Article, DraftChange, QueueCounts, Item, ItemKind, Kept, PastRuling, Position, Ruling, RulingWord } from '../api';
import { load } from './actions';
import { said } from './records';
import type { State } from './state';
import type { Store } from './store';

/** What a person changed of an item and has not sent. */
export interface Correction {
  words?: string;
  kind?: string;
  date?: { start: string; end: string };
  place?: { candidate: number } | { lon: number; lat: number };
  /** The same for all others that say this. */
  same?: boolean;
  /** The place that was shown is known from then on. */
  learn?: boolean;
}

/** What came of the last thing that was done; `elsewhere`: somebody else decided what was looked at. */
export interface Outcome {
  word: RulingWord | 'undone' | 'elsewhere';
  count: number;
  /** The one event that it made or placed. */
  event?: string | null;
}

/** The queue while it is open. */
export interface Review {
  phase: 'loading' | 'ready' | 'failed';
  /** Of which kinds; none means all. */
  kinds: readonly ItemKind[];
  /** The article whose drafts alone are shown. */
  only: Article | null;
  items: readonly Item[];
  next: string | null;
  /** The item that is looked at. */
  at: string | null;
  picked: ReadonlySet<string>;
  corrections: Map<string, Correction>;
  /** The texts of the drafts that were looked at; null while one is asked for. */
  articles: ReadonlyMap<string, Article | null>;
  busy: boolean;
  outcome: Outcome | null;
  /** The decisions that were made last here, and the item to come back to. */
  undoable: { ids: readonly string[]; key: string } | null;
  /** Decisions of the past, while they are shown instead of the queue. */
  past: readonly PastRuling[] | null;
  /** The texts that were kept, while they are shown instead of the queue. */
  kept: readonly Kept[] | null;
  error: string | null;
}

const EMPTY: Review = { phase: 'loading', kinds: [], only: null, items: [], next: null, at: null, picked: new Set(), corrections: new Map(), articles: new Map(), busy: false, outcome: null, undoable: null, past: null, kept: null, error: null };

const patch = (store: Store<State>, change: Partial<Review>): void => {
  const { review } = store.get();
  if (review) store.set({ review: { ...review, ...change } });
};

export const itemAt = ({ review }: Pick<State, 'review'>): Item | null => review?.items.find(({ key }) => key === review.at) ?? null;
export const correctionOf = (review: Review, key: string): Correction => review.corrections.get(key) ?? {};
export const total = ({ draft, location, duplicate }: QueueCounts): number => draft + location + duplicate;

export async function openReview(store: Store<State>, kinds: readonly ItemKind[] = []): Promise<void> {
  store.set({ review: { ...EMPTY, kinds } });
  await refresh(store);
}

/** The drafts of one text alone, as it was just read. */
export function openDrafts(store: Store<State>, only: Article): void {
  const items = itemsOf(only);
  store.set({ review: { ...EMPTY, only, items, at: items[0]?.key ?? null, articles: new Map([[only.id, only]]), phase: 'ready' } });
  void countReview(store);
}

/** Drafts of an article as the queue has them. */
export const itemsOf = (article: Article): Item[] =>
  article.drafts
    .filter(({ state }) => state === 'open')
    .map((draft) => ({ key: draft.key, kind: 'draft', doubt: 1 - draft.overall, title: draft.event.title, why: draft.why, whyFr: draft.whyFr, same: 0, version: null, draft, article, event: null, pair: null }));

export const closeReview = (store: Store<State>): void => store.set({ review: null });

/**
 * Fetches what is open, as far as it was looked through before; who looks at an item goes on looking at it. `own`: after a
 * decision of this page, with which others may have gone.
 */
export async function refresh(store: Store<State>, own = false): Promise<void> {
  const before = store.get().review;
  if (!before) return;
  try {
    const fetched = before.only ? await againOf(before.only) : await pagesOf(before);
    const { review } = store.get();
    // Another queue was opened meanwhile.
    if (!review || review.kinds !== before.kinds || review.only?.id !== before.only?.id) return;
    const { items } = fetched;
    const there = (key: string): boolean => items.some((item) => item.key === key);
    const lost = !own && review.at !== null && !there(review.at) && review.phase === 'ready' && !review.busy;
    patch(store, {
      ...fetched,
      phase: 'ready',
      at: review.at !== null && there(review.at) ? review.at : nearest(review, items),
      picked: new Set([...review.picked].filter(there)),
      ...(lost ? { outcome: { word: 'elsewhere' as const, count: 1 } } : {}),
    });
    readAlong(store);
  } catch (error) {
    patch(store, { phase: 'failed', error: said(error) });
  }
}

async function againOf(only: Article): Promise<Pick<Review, 'items' | 'only'>> {
  const article = await api.article(only.id);
  return { items: itemsOf(article), only: article };
}

async function pagesOf({ kinds, items: known }: Review): Promise<Pick<Review, 'items' | 'next'>> {
  let items: Item[] = [];
  let next: string | null = null;
  do {
    const page: api.QueuePage = await api.queue(kinds, next);
    items = items.concat(page.items);
    next = page.items.length > 0 ? page.next : null;
  } while (next !== null && items.length < known.length);
  return { items, next };
}

/** The item that stands where the lost one stood. */
function nearest(review: Review, items: readonly Item[]): string | null {
  const place = review.items.findIndex(({ key }) => key === review.at);
  const after = new Set(review.items.slice(place + 1).map(({ key }) => key));
  return (items.find(({ key }) => after.has(key)) ?? items[0])?.key ?? null;
}

export async function moreItems(store: Store<State>): Promise<void> {
  const { review } = store.get();
  if (!review?.next || review.busy) return;
  patch(store, { busy: true });
  try {
    const page = await api.queue(review.kinds, review.next);
    patch(store, { items: [...review.items, ...page.items], next: page.next, busy: false });
  } catch (error) {
    patch(store, { busy: false, error: said(error) });
  }
}

export function lookAt(store: Store<State>, at: string): void {
  patch(store, { at, error: null });
  readAlong(store);
}

/** On to the next item or back, around at the ends. */
export function stepItem(store: Store<State>, by: 1 | -1): void {
  const { review } = store.get();
  if (!review || review.items.length === 0) return;
  const { items } = review;
  const place = items.findIndex(({ key }) => key === review.at);
  const next = items[(place + by + items.length) % items.length];
  if (next) lookAt(store, next.key);
}

/** The text of the draft that is looked at. */
function readAlong(store: Store<State>): void {
  const { review } = store.get();
  const id = itemAt(store.get())?.article?.id;
  if (!review || !id || review.articles.has(id)) return;
  const put = (article: Article | null): void => {
    const now = store.get().review;
    if (!now) return;
    const articles = new Map(now.articles).set(id, article);
    // What failed is asked for again when it is looked at again.
    if (article === null && now.articles.has(id)) articles.delete(id);
    patch(store, { articles });
  };
  put(null);
  api.article(id).then(put, () => put(null));
}

export function pick(store: Store<State>, keys: readonly string[], on: boolean): void {
  const { review } = store.get();
  if (!review) return;
  const picked = new Set(review.picked);
  for (const key of keys) if (on) picked.add(key);
    else picked.delete(key);
  patch(store, { picked });
}

/** Keeps words as they are typed; nothing is drawn anew under the person's hands, nor under the click that ends it. */
export function typeWords(store: Store<State>, key: string, words: string | null): void {
  const { corrections } = store.get().review ?? EMPTY;
  const { words: _, ...others } = corrections.get(key) ?? {};
  corrections.set(key, words === null ? others : { ...others, words });
}

/** Changes something of the item that is looked at; undefined leaves it as it was read. */
export function correct(store: Store<State>, change: { [K in keyof Correction]: Correction[K] | undefined }): void {
  const { review } = store.get();
  const item = itemAt(store.get());
  if (!review || !item || item.kind === 'duplicate') return;
  const merged = Object.fromEntries(Object.entries({ ...correctionOf(review, item.key), ...change }).filter(([, value]) => value !== undefined)) as Correction;
  patch(store, { corrections: new Map(review.corrections).set(item.key, merged) });
}

/** The place where the person clicked; it teaches the gazetteer unless they say otherwise. */
export const placeAt = (store: Store<State>, [lon, lat]: Position): void => correct(store, { place: { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)) }, learn: true });

/** The n-th of the other places, from 1; the one that is chosen already is given up. */
export function chooseRival(store: Store<State>, n: number): void {
  const { review } = store.get();
  const item = itemAt(store.get());
  const rivals = (item?.draft?.event ?? item?.event)?.rivals.length ?? 0;
  if (!review || !item || n > rivals) return;
  const { place } = correctionOf(review, item.key);
  const given = place && 'candidate' in place && place.candidate === n;
  correct(store, { place: given ? undefined : { candidate: n }, learn: undefined });
}

/** What the server is told when a person agrees, or does not. */
export function rulingOf(item: Item, correction: Correction, yes: boolean): Ruling {
  const { same, learn, words, kind: as, date, place } = correction;
  const change: DraftChange = { ...(words === undefined ? {} : { kind_text: words }), ...(as ? { kind: as } : {}), ...(date ? { date_start: date.start, date_end: date.end } : {}), ...place };
  const { key, version, kind } = item;
  const to = { key, version };
  if (kind === 'duplicate') return { ...to, decision: yes ? 'same' : 'different' };
  if (!yes) return { ...to, decision: 'reject', ...(kind === 'location' && same ? { same } : {}) };
  if (kind === 'draft') return { ...to, decision: 'confirm', ...(Object.keys(change).length > 0 ? { change } : {}) };
  const also = { ...(same ? { same } : {}), ...(learn ? { learn } : {}) };
  if (!place) return { ...to, decision: 'accept', ...also };
  return 'candidate' in place ? { ...to, decision: 'candidate', ...place, ...also } : { ...to, decision: 'place', ...place, ...also };
}

/** Decides what is looked at. */
export async function decide(store: Store<State>, yes: boolean | 'merge'): Promise<void> {
  const { review } = store.get();
  const item = itemAt(store.get());
  if (!review || !item || review.past || review.kept) return;
  const ruling = rulingOf(item, correctionOf(review, item.key), yes !== false);
  await send(store, [yes === 'merge' ? { ...ruling, decision: 'merge' } : ruling]);
}

/** Decides all that were picked; corrections of them are kept to. */
export async function decidePicked(store: Store<State>, yes: boolean): Promise<void> {
  const { review } = store.get();
  if (!review) return;
  await send(store, review.items.filter(({ key }) => review.picked.has(key)).map((item) => rulingOf(item, correctionOf(review, item.key), yes)));
}

const BY = 'azalai-by';

/** Who decides here, as they said, on this computer. */
export function decider(name?: string): string {
  try {
    if (name !== undefined) localStorage.setItem(BY, name);
    return localStorage.getItem(BY) ?? '';
  } catch {
    // A browser that keeps nothing: decisions are nobody's.
    return '';
  }
}

/** What is on its way: who takes something back at once waits for it. */
let turn: Promise<void> = Promise.resolve();

/** A second press while the first is on its way is not meant for the item that comes next: nobody has seen it yet. */
async function send(store: Store<State>, rulings: readonly Ruling[]): Promise<void> {
  const { review } = store.get();
  if (!review || review.busy || rulings.length === 0) return;
  await (turn = sendNow(store, rulings));
}

async function sendNow(store: Store<State>, rulings: readonly Ruling[]): Promise<void> {
  patch(store, { busy: true, error: null });
  try {
    const { decided, refused, counts } = await api.rule(rulings, decider());
    store.set({ reviewCounts: counts });
    const now = store.get().review;
    if (!now) return;
    const done = new Set(decided.map(({ key }) => key));
    const items = now.items.filter(({ key }) => !done.has(key));
    const also = decided.reduce((sum, one) => sum + one.also, 0);
    patch(store, {
      items,
      at: now.at !== null && done.has(now.at) ? nearest(now, items) : now.at,
      picked: new Set([...now.picked].filter((key) => !done.has(key))),
      corrections: new Map([...now.corrections].filter(([key]) => !done.has(key))),
    });
    readAlong(store);
    // Others went with it or are fewer now, or somebody else was quicker, or this page is done.
    const counted = now.items.some(({ key, same }) => done.has(key) && same > 0);
    if (counted || also > 0 || refused.length > 0 || (items.length === 0 && !now.only && total(counts) > 0)) await refresh(store, true);
    const [first] = rulings;
    const made = decided.length === 1 ? (decided[0]?.eventId ?? null) : null;
    patch(store, {
      busy: false,
      error: refused.length > 0 ? refused.map(({ detail }) => detail).join(' ') : null,
      ...(first && decided[0] ? { outcome: { word: first.decision, count: decided.length + also, event: made }, undoable: { ids: decided.map(({ id }) => id), key: decided[0].key } } : {}),
    });
    if (store.get().live !== 'on') void load(store);
  } catch (error) {
    patch(store, { busy: false, error: said(error) });
  }
}

/** Takes the last thing back that was decided here. */
export async function undoLast(store: Store<State>): Promise<void> {
  await turn;
  const { review } = store.get();
  if (review?.undoable) await takeBack(store, [...review.undoable.ids].reverse(), review.undoable.key);
}

export const undoPast = (store: Store<State>, { id, key }: PastRuling): Promise<void> => takeBack(store, [id], key);

async function takeBack(store: Store<State>, ids: readonly string[], key: string): Promise<void> {
  await turn;
  if (store.get().review?.busy) return;
  patch(store, { busy: true, error: null, at: key });
  const told = await undoAll(ids).then(
    () => ({ outcome: { word: 'undone' as const, count: ids.length }, undoable: null }),
    (error: unknown) => ({ error: said(error) }),
  );
  const past = store.get().review?.past ? await api.pastRulings().catch(() => null) : null;
  await Promise.all([refresh(store, true), countReview(store)]);
  patch(store, { ...told, past, busy: false });
  if (store.get().live !== 'on') void load(store);
}

async function undoAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) await api.undoRuling(id);
}

/** Shows what was decided, or the texts that were kept; or the queue again. */
export async function showInstead(store: Store<State>, what: 'past' | 'kept' | null): Promise<void> {
  patch(store, { past: null, kept: null, error: null, ...(what && { [what]: [] }) });
  if (!what) return refresh(store);
  try {
    patch(store, what === 'past' ? { past: await api.pastRulings() } : { kept: await api.kept() });
  } catch (error) {
    patch(store, { error: said(error) });
  }
}

/** Opens a text that was kept, with what became of its drafts. */
export const openKept = (store: Store<State>, id: string): Promise<void> =>
  api.article(id).then(
    (article) => openDrafts(store, article),
    (error: unknown) => patch(store, { error: said(error) }),
  );

/** How much waits, for the bar; a queue that is open and not of this count is fetched anew. */
export async function countReview(store: Store<State>): Promise<void> {
  try {
    const counts = await api.queueCounts();
    const before = store.get().reviewCounts;
    if (before && JSON.stringify(before) === JSON.stringify(counts)) return;
    store.set({ reviewCounts: counts });
    const { review } = store.get();
    if (before && review && !review.busy && review.phase === 'ready') await refresh(store);
  } catch {
    // Without an answer the last count stays; the page says elsewhere that the server is gone.
  }
}

/** So long after the last change of an event the queue is counted. */
const PAUSE_MS = 400;
/** Drafts of others are told by no event. */
const EVERY_MS = 60_000;

/** Keeps the count as it is on the server. */
export function followReview(store: Store<State>): void {
  let timer = 0;
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void countReview(store), PAUSE_MS);
  };
  store.on(['events', 'unlocated'], soon);
  setInterval(() => document.hidden || soon(), EVERY_MS);
  document.addEventListener('visibilitychange', () => document.hidden || soon());
  soon();
}
