// The state <-> the address: a link reproduces the view.
//
// In: the part of the state a person would want to share. Out: the text after '#', and back.
// It must not trust an address: whatever is not understood is left out.
// After '#', not '?': a view is nothing the server should see, log or refuse.

import { KINDS, type Kind } from '../kinds';
import { languageIn } from '../language';
import { inOrder, type Chosen } from './chosen';
import { FACETS } from './columns';
import { DISPLAYS, type Display } from './units';
import type { State, Theme, View } from './state';

export type Shared = Pick<
  State,
  'view' | 'display' | 'kinds' | 'chosen' | 'pMin' | 'q' | 'from' | 'to' | 'selected' | 'lang' | 'langChosen' | 'theme'
>;

const MAX_ID = 100;
/** Values of one facet, and letters of each: more than that nobody chose. */
const MAX_VALUES = 50;
const MAX_VALUE = 200;

const OTHER_FACETS = FACETS.filter((name) => name !== 'kind');

export function isDay(text: string | null | undefined): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  // Date.parse takes 2023-02-30 in some engines; a day that comes back otherwise is none.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function readView(text: string | null): View | null {
  const [zoom, lat, lon, ...rest] = (text ?? '').split('/').map((part) => (part === '' ? NaN : Number(part)));
  if (rest.length > 0 || zoom === undefined || lat === undefined || lon === undefined) return null;
  const inside = zoom >= 0 && zoom <= 20 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return inside ? { zoom, lat, lon } : null;
}

/** Reads an address; fields that it does not name are as at the beginning. */
export function readAddress(hash: string): Partial<Shared> {
  const from = new URLSearchParams(hash.replace(/^#/, ''));
  const shared: Partial<Shared> = {};
  const view = readView(from.get('map'));
  if (view) shared.view = view;
  const display = from.get('as') as Display;
  shared.display = DISPLAYS.includes(display) ? display : 'symbols';
  const kinds = (from.get('kinds') ?? '').split(',').filter((word): word is Kind => KINDS.includes(word as Kind));
  shared.kinds = new Set(kinds);
  const chosen = OTHER_FACETS.flatMap((name) => {
    const values = from.getAll(name).filter((value) => value !== '' && value.length <= MAX_VALUE).slice(0, MAX_VALUES);
    return values.length > 0 ? [[name, new Set(values)] as const] : [];
  });
  shared.chosen = Object.fromEntries(chosen) satisfies Chosen;
  const p = Number(from.get('p') || NaN);
  shared.pMin = p > 0 && p <= 1 ? p : null;
  shared.q = (from.get('q') ?? '').slice(0, MAX_VALUE);
  const [first, last] = [from.get('from'), from.get('to')];
  Object.assign(shared, inOrder({ from: isDay(first) ? first : null, to: isDay(last) ? last : null }));
  const event = from.get('event');
  shared.selected = event && event.length <= MAX_ID ? event : null;
  const lang = languageIn(hash);
  if (lang) {
    shared.lang = lang;
    shared.langChosen = true;
  }
  const theme = from.get('theme');
  shared.theme = theme === 'light' || theme === 'dark' ? (theme satisfies Theme) : 'auto';
  return shared;
}

/** Writes what readAddress reads, shortest form first; the beginning gives an empty text. */
export function writeAddress(shared: Shared): string {
  const parts: string[] = [];
  if (shared.view) {
    const { zoom, lat, lon } = shared.view;
    parts.push(`map=${Number(zoom.toFixed(2))}/${lat.toFixed(4)}/${lon.toFixed(4)}`);
  }
  if (shared.display !== 'symbols') parts.push(`as=${shared.display}`);
  if (shared.kinds.size > 0) parts.push(`kinds=${KINDS.filter((kind) => shared.kinds.has(kind)).join(',')}`);
  for (const name of OTHER_FACETS) for (const value of shared.chosen[name] ?? []) parts.push(`${name}=${encodeURIComponent(value)}`);
  if (shared.pMin !== null) parts.push(`p=${shared.pMin}`);
  if (shared.q) parts.push(`q=${encodeURIComponent(shared.q)}`);
  if (shared.from) parts.push(`from=${shared.from}`);
  if (shared.to) parts.push(`to=${shared.to}`);
  if (shared.selected) parts.push(`event=${encodeURIComponent(shared.selected)}`);
  if (shared.langChosen) parts.push(`lang=${shared.lang}`);
  if (shared.theme !== 'auto') parts.push(`theme=${shared.theme}`);
  return parts.join('&');
}
