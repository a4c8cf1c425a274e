// Speaks to the server; with imports.ts the only place that does.
//
// In: what the state asks for. Out: read pages and shapes, or an ApiError that says what went wrong.
// It must not know the page, and asks no host but the one that served it.

import { readEvent, readPage, readPlace, readSuggestions } from './read';
import type { Detected } from './report';
import type { AzEvent, Page, Place, Position, Shapes, Suggestion } from './types';

export type ApiErrorKind =
  /** No answer: the cable, the server. */
  | 'network'
  /** The server answered that it can not, and said why. */
  | 'problem'
  /** The answer is not what it should be. */
  | 'format';

export class ApiError extends Error {
  constructor(
    readonly kind: ApiErrorKind,
    readonly status: number | null,
    readonly title: string,
    readonly detail: string,
    /** The columns of a list, where saying what they are would mend it. */
    readonly detected: Detected | null = null,
    /** The detail in French, where the server says it. */
    readonly detailFr = '',
  ) {
    super(detail || title);
    this.name = 'ApiError';
  }
}

/** Events and places asked for per page; the server allows 10,000. */
const PAGE_SIZE = 5_000;
/** Localities named on one view. */
const MAX_PLACES = 1_000;
/** As many as a person reads while typing. */
const MAX_SUGGESTIONS = 7;

async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const { title, detail, detail_fr: detailFr } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return new ApiError(
    'problem',
    response.status,
    typeof title === 'string' ? title : response.statusText,
    typeof detail === 'string' ? detail : '',
    null,
    typeof detailFr === 'string' ? detailFr : '',
  );
}

export async function ask(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('network', null, '', '');
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('format', response.status, '', '');
  }
}

export const get = (path: string, signal?: AbortSignal): Promise<unknown> =>
  ask(path, { headers: { Accept: 'application/geo+json, application/json' }, ...(signal ? { signal } : {}) });

/**
 * A link of the server as a path on the host that served the page. A server behind a proxy may name itself
 * otherwise; following that name would leave the host.
 */
export function samePath(href: string, base: string): string {
  const url = new URL(href, base);
  return url.pathname + url.search;
}

/** Events of a collection, page after page. */
export async function* eventPages(
  collection: 'events' | 'unlocated',
  signal?: AbortSignal,
): AsyncGenerator<Page<AzEvent>> {
  let path: string | null = `/collections/${collection}/items?limit=${PAGE_SIZE}`;
  const seen = new Set<string>();
  while (path && !seen.has(path)) {
    seen.add(path);
    const page: Page<AzEvent> = readPage(await get(path, signal), readEvent);
    yield page;
    path = page.next ? samePath(page.next, location.href) : null;
  }
}

export async function places(
  bounds: { west: number; south: number; east: number; north: number },
  signal?: AbortSignal,
): Promise<Place[]> {
  const bbox = [bounds.west, bounds.south, bounds.east, bounds.north].map((edge) => edge.toFixed(3)).join(',');
  return readPage(await get(`/collections/places/items?limit=${MAX_PLACES}&bbox=${bbox}`, signal), readPlace).items;
}

/** Places that the letters may begin, those near a position first. */
export async function suggest(typed: string, near: Position | null, signal: AbortSignal): Promise<Suggestion[]> {
  const query = new URLSearchParams({ q: typed, limit: String(MAX_SUGGESTIONS) });
  if (near) {
    query.set('lon', near[0].toFixed(3));
    query.set('lat', near[1].toFixed(3));
  }
  return readSuggestions(await get(`/suggest?${query}`, signal));
}

export type BasemapName = 'countries' | 'mali' | 'regions' | 'rivers' | 'lakes' | 'towns';

export async function basemap(name: BasemapName): Promise<Shapes> {
  const body = await get(`/assets/basemap/${name}.geojson`);
  if (!Array.isArray((body as Shapes | null)?.features)) throw new ApiError('format', 200, '', '');
  return body as Shapes;
}
