// Events -> columns: what filters and counts read at every step of a brush, without touching an object.
//
// In: the events that are loaded. Out: numbers side by side, and each facet as a dictionary with codes.
// It must not know which filters are set.

import type { AzEvent } from '../api';
import { KINDS } from '../kinds';
import { memo } from './store';

/** What events are counted and chosen by. An event may have several values of one, or none. */
export const FACETS = ['kind', 'actor', 'region', 'cercle', 'source', 'status', 'precision', 'accounts'] as const;
export type FacetName = (typeof FACETS)[number];

/** The values of an event: `codes[at[i]]` to `codes[at[i + 1] - 1]`, each an index into `values`. */
export interface Facet {
  values: readonly string[];
  code: ReadonlyMap<string, number>;
  at: Uint32Array;
  codes: Uint32Array;
}

export interface Columns {
  /** Those on the map first, each part newest first. */
  events: readonly AzEvent[];
  /** How many of them are on the map. */
  onMap: number;
  /** First and last millisecond; an event without a date meets every time: it may have been then. */
  start: Float64Array;
  end: Float64Array;
  undated: Uint8Array;
  p: Float64Array;
  facets: Readonly<Record<FacetName, Facet>>;
  /** Words of title, notes and places, each after a blank, folded; made when first asked for. */
  text(i: number): string;
}

/** As the server folds: without case and accents; all that is no letter or digit parts words. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Two or more sources tell of it; or, as the service says, they contradict each other. */
export const accountsOf = ({ claims, contested }: AzEvent): string[] =>
  [new Set(claims.map(({ source, text }) => source || text)).size > 1 && 'several', contested && 'differ'].filter((word) => word !== false);

const one = (value: string | null): readonly string[] => (value ? [value] : []);

const VALUES: Record<FacetName, (event: AzEvent) => readonly string[]> = {
  kind: ({ kind }) => [kind],
  actor: ({ actors }) => actors,
  region: ({ region }) => one(region),
  cercle: ({ cercle }) => one(cercle),
  source: ({ claims, listSource }) => [...claims.map(({ source }) => source), listSource].filter(Boolean),
  status: ({ status }) => [status],
  precision: ({ precision }) => one(precision === null ? null : String(precision)),
  accounts: accountsOf,
};

function facet(events: readonly AzEvent[], valuesOf: (event: AzEvent) => readonly string[], first: readonly string[]): Facet {
  const code = new Map(first.map((value, i) => [value, i]));
  const at = new Uint32Array(events.length + 1);
  const codes: number[] = [];
  events.forEach((event, i) => {
    const from = codes.length;
    for (const value of valuesOf(event)) {
      let known = code.get(value);
      if (known === undefined) code.set(value, (known = code.size));
      // Who is named twice is counted once.
      if (codes.indexOf(known, from) < 0) codes.push(known);
    }
    at[i + 1] = codes.length;
  });
  return { values: [...code.keys()], code, at, codes: Uint32Array.from(codes) };
}

/** The same texts that the server looks for words in. */
const words = ({ title, asked, place, region, cercle, commune, claims }: AzEvent): string =>
  ` ${fold([title, ...Object.values(asked), place, region, cercle, commune, ...claims.map(({ text }) => text)].join(' '))}`;

export function columnsOf(located: readonly AzEvent[], unlocated: readonly AzEvent[]): Columns {
  const events = [...located, ...unlocated];
  const count = events.length;
  const [start, end, p] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const undated = new Uint8Array(count);
  events.forEach((event, i) => {
    start[i] = event.span?.[0] ?? -Infinity;
    end[i] = event.span?.[1] ?? Infinity;
    undated[i] = event.span ? 0 : 1;
    p[i] = event.p;
  });
  const texts: string[] = [];
  const facets = Object.fromEntries(FACETS.map((name) => [name, facet(events, VALUES[name], name === 'kind' ? KINDS : [])])) as Record<FacetName, Facet>;
  const text = (i: number): string => (texts[i] ??= events[i] ? words(events[i]) : '');
  return { events, onMap: located.length, start, end, undated, p, facets, text };
}

/** The columns of what is loaded; built again only when that changes. */
export const columns = memo(columnsOf);
