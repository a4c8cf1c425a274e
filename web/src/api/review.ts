// Articles and the queue of what waits for a person's word.
//
// In: what the state asks for. Out: articles, items, decisions, or an ApiError. It must not know the page.

import { ask, get } from './client';
import { readArticle, readKept, readPast, readQueue, readRuled } from './drafts';
import type { Article, ArticleForm, QueueCounts, ItemKind, Kept, PastRuling, QueuePage, Ruled, Ruling } from './draft-types';

/** Items of a page: as many as a person decides before a pause. */
const PAGE = 100;

const post = (path: string, body: unknown, signal?: AbortSignal): Promise<unknown> =>
  ask(path, { method: 'POST', body: JSON.stringify(body), headers: { Accept: 'application/json', 'Content-Type': 'application/json' }, ...(signal ? { signal } : {}) });

/** Has a text read, and kept with its drafts; what is empty is left out. */
export async function readText(form: ArticleForm, signal: AbortSignal): Promise<Article> {
  const said = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
  // The answer does not repeat where the text is from.
  return readArticle({ ...form, ...((await post('/articles', { ...said, keep: true }, signal)) as object) }, form.text);
}

export const article = async (id: string): Promise<Article> => readArticle(await get(`/articles/${encodeURIComponent(id)}`));

/** The texts that were kept, the newest first; as many as the server tells at once. */
export const kept = async (): Promise<Kept[]> => readKept(await get('/articles?limit=1000'));

/** A page of the queue, of some kinds; the most doubtful first. */
export async function queue(kinds: readonly ItemKind[], after: string | null): Promise<QueuePage> {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (kinds.length > 0) query.set('kind', kinds.join(','));
  if (after !== null) query.set('after', after);
  return readQueue(await get(`/review?${query}`));
}

export const queueCounts = async (): Promise<QueueCounts> => readQueue(await get('/review?limit=1')).counts;

/** What is undefined or null is left out of JSON by hand: the server takes only what it knows. */
export const rule = async (rulings: readonly Ruling[], by: string): Promise<Ruled> =>
  readRuled(await post('/review', { ...(by && { by }), decisions: rulings.map(({ version, ...ruling }) => ({ ...ruling, ...(version === null ? {} : { version }) })) }));

export async function pastRulings(most = PAGE): Promise<PastRuling[]> {
  return readPast(await get(`/review/decisions?limit=${most}`)).decisions;
}

export const undoRuling = async (id: string, by: string): Promise<void> => {
  await ask(`/review/decisions/${encodeURIComponent(id)}${by && `?by=${encodeURIComponent(by)}`}`, { method: 'DELETE', headers: { Accept: 'application/json' } });
};
