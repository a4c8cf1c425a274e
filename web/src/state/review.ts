// What waits for a person's word: drafts, places in doubt, pairs that may be one event; and what was decided.
//
// In: the store and what the person decides. Out: the store, changed. It must not know the page.

import * as api from '../api';
import type { Article, DraftChange, QueueCounts, Item, ItemKind, Kept, PastRuling, Position, Ruling, RulingWord } from '../api';
import { load } from './actions';
import { said, SILENCE, type Refusal } from './records';
import { claimsTold } from './figures';
import { decider, forget, foundIn, remember, undoables, type About, type Made } from './sitting';
import type { State } from './state';
import type { Store } from './store';

/** What a person changed of an item and has not sent. */
export interface Correction {
  words?: string;
  /** Who took part, with semicolons. */
  actors?: string;
  /** Numbers of people by the place of their claim, whom they count, and which end it is: `1-deaths-low`. */
  figures?: Readonly<Record<string, string>>;
  kind?: string;
  date?: { start: string; end: string };
  place?: { candidate: number } | { lon: number; lat: number };
  /** The same for all others that say this. */
  same?: boolean;
  /** The place that was shown is known from then on. */
  learn?: boolean;
}

/**
 * What came of the last thing that was done. `elsewhere`: what was looked at waits no more; `changed`: it is another than was
 * seen; `choose`: a place has to be chosen first; of a lost answer, `unsure`: nobody knows, `found`: so many were decided all the
 * same, `waits`: nothing was.
 */
export interface Outcome {
  word: RulingWord | 'undone' | 'elsewhere' | 'changed' | 'choose' | 'unsure' | 'found' | 'waits';
  count: number;
  about?: About;
  /** So many were left out, since nobody chose their places. */
  left?: number;
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
  /** What was decided here, the oldest first. */
  undoable: readonly Made[];
  /** What was looked at and left the queue by itself, and what is next. */
  gone: { item: Item; next: string | null } | null;
  /** What was sent and never answered. */
  unsure: readonly Ruling[] | null;
  /** Decisions of the past, while they are shown instead of the queue. */
  past: readonly PastRuling[] | null;
  /** The texts that were kept, while they are shown instead of the queue. */
  kept: readonly Kept[] | null;
  error: Refusal | null;
}

const EMPTY: Review = { phase: 'loading', kinds: [], only: null, items: [], next: null, at: null, picked: new Set(), corrections: new Map(), articles: new Map(), busy: false, outcome: null, undoable: [], gone: null, unsure: null, past: null, kept: null, error: null };

const patch = (store: Store<State>, change: Partial<Review>): void => {
  const { review } = store.get();
  if (review) store.set({ review: { ...review, ...change } });
};

export const itemAt = ({ review }: Pick<State, 'review'>): Item | null => review?.items.find(({ key }) => key === review.at) ?? null;
export const correctionOf = (review: Review, key: string): Correction => review.corrections.get(key) ?? {};
export const total = ({ draft, location, duplicate }: QueueCounts): number => draft + location + duplicate;

export async function openReview(store: Store<State>, kinds: readonly ItemKind[] = []): Promise<void> {
  store.set({ review: { ...EMPTY, kinds, undoable: undoables() } });
  await refresh(store);
}

/** The drafts of one text alone, as it was just read. */
export function openDrafts(store: Store<State>, only: Article): void {
  const items = itemsOf(only);
  store.set({ review: { ...EMPTY, undoable: undoables(), only, items, at: items[0]?.key ?? null, articles: new Map([[only.id, only]]), phase: 'ready' } });
  void countReview(store);
}

/** Drafts of an article as the queue has them. */
export const itemsOf = (article: Article): Item[] =>
  article.drafts
    .filter(({ state }) => state === 'open')
    .map((draft) => ({ key: draft.key, kind: 'draft', doubt: 1 - draft.overall, title: draft.event.title, why: draft.why, whyFr: draft.whyFr, same: 0, version: null, draft, article, event: null, pair: null }));

export const closeReview = (store: Store<State>): void => store.set({ review: null });

/**
 * Fetches what is open, as far as it was looked through before; who looks at an item goes on looking at it, as they saw it. `own`:
 * after a decision of this page, with which others may have gone; `anew`: after one that the server refused; `at`: the item to
 * go to. Says whether it could.
 */
export async function refresh(store: Store<State>, { own = false, anew = false, at: to }: { own?: boolean; anew?: boolean; at?: string } = {}): Promise<boolean> {
  const before = store.get().review;
  if (!before) return false;
  try {
    const fetched = before.only ? await againOf(before.only) : await pagesOf(before);
    const { review } = store.get();
    // Another queue was opened meanwhile.
    if (!review || review.kinds !== before.kinds || review.only?.id !== before.only?.id) return false;
    const known = new Map(review.items.map((item) => [item.key, item]));
    const at = to ?? review.at;
    // The one that is looked at stays as it was seen: the server refuses what is decided on it then, and says so.
    const items = fetched.items.map((item) => (!own && !anew && item.key === at && review.phase === 'ready' ? (known.get(item.key) ?? item) : item));
    const now = new Map(items.map((item) => [item.key, item]));
    const as = (key: string): boolean => now.has(key) && (known.get(key)?.version ?? null) === (now.get(key)?.version ?? null);
    const there = at !== null && now.has(at);
    const item = at === null ? undefined : known.get(at);
    const lost = !own && !there && item && review.phase === 'ready' && (anew || !review.busy) ? { item, next: nearest(review, items) } : null;
    const gone = own || there ? null : (lost ?? review.gone);
    patch(store, {
      ...fetched,
      items,
      phase: 'ready',
      at: there || gone ? at : nearest(review, items),
      gone,
      picked: new Set([...review.picked].filter(as)),
      corrections: new Map([...review.corrections].filter(([key]) => !now.has(key) || as(key))),
      ...(lost ? { outcome: { word: 'elsewhere' as const, count: 1, about: lost.item } } : {}),
    });
    readAlong(store);
    return true;
  } catch (error) {
    patch(store, { phase: 'failed', error: said(error) });
    return false;
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

export function lookAt(store: Store<State>, at: string | null): void {
  const { review } = store.get();
  patch(store, { at, error: null, ...(review?.gone ? { gone: null, outcome: null } : {}) });
  readAlong(store);
}

/** On to the next item or back, around at the ends. */
export function stepItem(store: Store<State>, by: 1 | -1): void {
  const { review } = store.get();
  if (!review) return;
  const { items, gone } = review;
  if (gone) return lookAt(store, (items.find(({ key }) => key === gone.next) ?? items[0])?.key ?? null);
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

/** Keeps what is typed; nothing is drawn anew under the person's hands, nor under the click that ends it. */
export function typed(store: Store<State>, key: string, change: { [K in keyof Correction]: Correction[K] | undefined }): void {
  const { corrections } = store.get().review ?? EMPTY;
  corrections.set(key, changed(corrections.get(key) ?? {}, change));
}

const changed = (correction: Correction, change: { [K in keyof Correction]: Correction[K] | undefined }): Correction =>
  Object.fromEntries(Object.entries({ ...correction, ...change }).filter(([, value]) => value !== undefined)) as Correction;

/** Changes something of the item that is looked at; undefined leaves it as it was read. */
export function correct(store: Store<State>, change: { [K in keyof Correction]: Correction[K] | undefined }): void {
  const { review } = store.get();
  const item = itemAt(store.get());
  if (!review || !item || item.kind === 'duplicate') return;
  patch(store, { corrections: new Map(review.corrections).set(item.key, changed(correctionOf(review, item.key), change)) });
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

/** Less than this is no proposal that a person should agree to by one key. */
const PROPOSED = 0.5;

/** A place in doubt whose best candidate is a guess: nothing is chosen until a person does. */
export const isGuess = ({ kind, event }: Item): boolean => kind === 'location' && (event?.rivals[0]?.p ?? 0) < PROPOSED;
const toChoose = (item: Item, { place }: Correction): boolean => isGuess(item) && place === undefined;

/** What the server is told when a person agrees, or does not. */
export function rulingOf(item: Item, correction: Correction, yes: boolean): Ruling {
  const { same, learn, words, kind: as, date, place, actors, figures } = correction;
  const change: DraftChange = {
    ...(words === undefined ? {} : { kind_text: words }),
    ...(actors === undefined ? {} : { actors: actors.split(';').map((one) => one.trim()).filter(Boolean) }),
    ...(figures && item.draft ? { claims: claimsTold(item.draft.event.claims, figures) } : {}),
    ...(as ? { kind: as } : {}), ...(date ? { date_start: date.start, date_end: date.end } : {}),
    ...place,
  };
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
  const correction = correctionOf(review, item.key);
  if (yes && toChoose(item, correction)) return patch(store, { error: null, outcome: { word: 'choose', count: 1 } });
  const ruling = rulingOf(item, correction, yes !== false);
  await send(store, [yes === 'merge' ? { ...ruling, decision: 'merge' } : ruling], item);
}

/** Decides all that were picked; corrections of them are kept to. Those whose places nobody chose are left. */
export async function decidePicked(store: Store<State>, yes: boolean): Promise<void> {
  const { review } = store.get();
  if (!review) return;
  const picked = review.items.filter(({ key }) => review.picked.has(key));
  const ready = picked.filter((item) => !yes || !toChoose(item, correctionOf(review, item.key)));
  const left = picked.length - ready.length;
  if (ready.length === 0) return patch(store, { error: null, outcome: { word: 'choose', count: left } });
  await send(store, ready.map((item) => rulingOf(item, correctionOf(review, item.key), yes)), null);
  const { outcome } = store.get().review ?? EMPTY;
  if (outcome && left > 0) patch(store, { outcome: { ...outcome, left } });
}

/** What is on its way: who takes something back at once waits for it. */
let turn: Promise<unknown> = Promise.resolve();

/** A second press while the first is on its way is not meant for the item that comes next: nobody has seen it yet. */
async function send(store: Store<State>, rulings: readonly Ruling[], about: About): Promise<void> {
  const { review } = store.get();
  if (!review || review.busy || rulings.length === 0) return;
  await (turn = review.unsure ? recover(store) : sendNow(store, rulings, about));
}

async function sendNow(store: Store<State>, rulings: readonly Ruling[], about: About): Promise<void> {
  patch(store, { busy: true, error: null });
  let answer;
  try {
    answer = await api.rule(rulings, decider());
  } catch (error) {
    // What the server refused whole it did not do; of anything else nobody knows.
    if (error instanceof api.ApiError && (error.status ?? 0) >= 400 && (error.status ?? 0) < 500) return patch(store, { busy: false, error: said(error) });
    patch(store, { unsure: rulings });
    return recover(store);
  }
  const { decided, refused, counts } = answer;
  store.set({ reviewCounts: counts });
  const now = store.get().review;
  const also = decided.reduce((sum, one) => sum + one.also, 0);
  const [first] = decided;
  if (first) remember({ ids: decided.map(({ id }) => id), key: first.key, about: decided.length === 1 ? about : null });
  if (!now) return;
  const done = new Set(decided.map(({ key }) => key));
  const items = now.items.filter(({ key }) => !done.has(key));
  patch(store, {
    items,
    at: now.at !== null && done.has(now.at) ? nearest(now, items) : now.at,
    picked: new Set([...now.picked].filter((key) => !done.has(key))),
    corrections: new Map([...now.corrections].filter(([key]) => !done.has(key))),
    undoable: undoables(),
    ...(first && rulings[0] ? { outcome: { word: rulings[0].decision, count: decided.length + also, event: decided.length === 1 ? first.eventId : null, about: decided.length === 1 ? about : null } } : {}),
  });
  readAlong(store);
  // Others went with it or are fewer now, or somebody else was quicker, or this page is done.
  const counted = now.items.some(({ key, same }) => done.has(key) && same > 0);
  if (counted || also > 0 || refused.length > 0 || (items.length === 0 && !now.only && total(counts) > 0)) await refresh(store, { own: first !== undefined, anew: true });
  const changed = refused.filter(({ status }) => status === 412);
  patch(store, {
    busy: false,
    error: refused.length > changed.length ? together(refused) : null,
    ...(changed.length > 0 && !first ? { outcome: { word: 'changed' as const, count: changed.length, about } } : {}),
  });
  if (store.get().live !== 'on') void load(store);
}

/** Several refusals as one; in French only where all are. */
const together = (refused: readonly Refusal[]): Refusal => ({
  detail: refused.map(({ detail }) => detail).join(' · '),
  detailFr: refused.every(({ detailFr }) => detailFr !== '') ? refused.map(({ detailFr }) => detailFr).join(' · ') : '',
});

/** As many decisions as may have been sent at once. */
const MOST = 1_000;

/** Looks up what became of that which was sent and never answered. */
export async function recover(store: Store<State>): Promise<void> {
  const rulings = store.get().review?.unsure;
  if (!rulings) return;
  patch(store, { busy: true, error: null, outcome: { word: 'unsure', count: rulings.length } });
  const past = (await refresh(store, { anew: true })) && (await api.pastRulings(MOST).catch(() => null));
  const { review } = store.get();
  if (!review) return;
  if (!past) return patch(store, { busy: false, error: SILENCE });
  const waits = new Set(review.items.map(({ key }) => key));
  const found = foundIn(past, rulings, decider()).filter(({ key }) => !waits.has(key));
  const [first] = found;
  const about = found.length === 1 ? (review.gone?.item ?? null) : null;
  if (first) remember({ ids: found.map(({ id }) => id), key: first.key, about });
  // One's own decision: what comes next is as it is after any other.
  if (review.gone && found.some(({ key }) => key === review.gone?.item.key)) stepItem(store, 1);
  const outcome: Outcome | null = first ? { word: 'found', count: found.length, about } : review.gone ? review.outcome : { word: 'waits', count: 1 };
  patch(store, { busy: false, unsure: null, undoable: undoables(), outcome });
  void countReview(store);
}

/** Takes back what was decided last here, step by step. */
export async function undoLast(store: Store<State>): Promise<void> {
  await turn;
  const last = store.get().review?.undoable.at(-1);
  if (last) await takeBack(store, last);
}

export const undoPast = (store: Store<State>, { id, key, title }: PastRuling): Promise<void> => takeBack(store, { ids: [id], key, about: title || null });

async function takeBack(store: Store<State>, { ids, key, about }: Made): Promise<void> {
  await turn;
  if (store.get().review?.busy) return;
  patch(store, { busy: true, error: null });
  const failed: unknown = await undoAll([...ids].reverse()).then(
    () => null,
    (error: unknown) => error,
  );
  const past = failed !== null || store.get().review?.past ? await api.pastRulings(MOST).catch(() => null) : null;
  const gone = ids.filter((id) => failed === null || past?.some((one) => one.id === id && one.undoneAt !== null));
  forget(gone);
  await Promise.all([refresh(store, { own: true, at: key }), countReview(store)]);
  const unanswered = failed instanceof api.ApiError && failed.kind !== 'problem';
  const done = failed === null || (unanswered && gone.length === ids.length);
  patch(store, {
    busy: false,
    undoable: undoables(),
    past: store.get().review?.past ? past : null,
    ...(done ? { outcome: { word: 'undone' as const, count: ids.length, about } } : { error: said(failed), ...(unanswered && !past ? { outcome: { word: 'unsure' as const, count: 1 } } : {}) }),
  });
  if (store.get().live !== 'on') void load(store);
}

async function undoAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) await api.undoRuling(id, decider());
}

/** Shows what was decided, or the texts that were kept; or the queue again. */
export async function showInstead(store: Store<State>, what: 'past' | 'kept' | null): Promise<void> {
  patch(store, { past: null, kept: null, error: null, ...(what && { [what]: [] }) });
  if (!what) return void (await refresh(store));
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
