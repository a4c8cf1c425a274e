// What a person chose to see.
//
// In: the state. Out: which values of a facet are chosen, changes of them, and the question that asks the server the same.
// It must not know the events that are loaded.

import { FACETS, type FacetName } from './columns';
import type { State } from './state';

/** Facets besides the kinds, which have a place of their own in the state. */
export type Chosen = Readonly<Partial<Record<FacetName, ReadonlySet<string>>>>;
type Filter = Pick<State, 'kinds' | 'chosen' | 'pMin' | 'q' | 'from' | 'to'>;

/** The fields of the state that decide what is shown; whoever draws events listens to all of them. */
export const FILTER_KEYS = ['kinds', 'chosen', 'pMin', 'q', 'from', 'to'] as const;

const NONE: ReadonlySet<string> = new Set();

export const chosenOf = (state: Pick<State, 'kinds' | 'chosen'>, name: FacetName): ReadonlySet<string> =>
  name === 'kind' ? state.kinds : (state.chosen[name] ?? NONE);

/** The first value shows it alone, further ones add or take away; none chosen means all. */
export function toggled<T>(values: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(values);
  if (!next.delete(value)) next.add(value);
  return next;
}

export function toggleValue(state: Pick<State, 'kinds' | 'chosen'>, name: FacetName, value: string): Pick<State, 'kinds'> | Pick<State, 'chosen'> {
  const values = toggled(chosenOf(state, name), value);
  if (name === 'kind') return { kinds: values as State['kinds'] };
  const { [name]: _, ...others } = state.chosen;
  return { chosen: values.size > 0 ? { ...others, [name]: values } : others };
}

/** All events, at any time. */
export const NO_FILTER: Filter = { kinds: new Set(), chosen: {}, pMin: null, q: '', from: null, to: null };

export const isFiltered = ({ kinds, chosen, pMin, q, from, to }: Filter): boolean =>
  kinds.size > 0 || Object.keys(chosen).length > 0 || pMin !== null || q.trim() !== '' || from !== null || to !== null;

/** Two days in their order, whichever was named first: from the later to the earlier there is nothing, and the server refuses to look. */
export const inOrder = ({ from, to }: Pick<State, 'from' | 'to'>): Pick<State, 'from' | 'to'> =>
  from !== null && to !== null && from > to ? { from: to, to: from } : { from, to };

/** The same in the words of the server; `dropped` names what it has no words for. */
export interface Question {
  query: URLSearchParams;
  dropped: readonly (FacetName | 'q')[];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * What the server is asked to choose the same events; `but` leaves out the condition on one facet. Where units are counted,
 * `plain`, words and filters would be on the units.
 */
export function questionOf(state: Filter, but: FacetName | null = null, plain = false): Question {
  const query = new URLSearchParams();
  const filters: string[] = [];
  const dropped: (FacetName | 'q')[] = [];
  for (const name of FACETS) {
    const values = [...chosenOf(state, name)];
    if (values.length === 0 || name === but) continue;
    const several = name === 'precision' ? values.length > 1 : values.some((value) => value.includes(','));
    // That several sources tell of it is asked nowhere.
    if (name === 'accounts' && !values.includes('several')) query.set('contested', 'true');
    else if (name === 'accounts' || (plain && several)) dropped.push(name);
    else if (!several) query.set(name, values.join(','));
    // A list in a parameter is parted at its commas, and has but one number.
    else if (name === 'precision') filters.push(`precision IN (${values.join(',')})`);
    else filters.push(`${name} IN (${values.map(quoted).join(',')})`);
  }
  if (state.pMin !== null) query.set('p_min', String(state.pMin));
  if (state.q.trim() !== '' && plain) dropped.push('q');
  else if (state.q.trim() !== '') query.set('q', state.q.trim());
  if (state.from !== null || state.to !== null) query.set('datetime', `${state.from ?? '..'}/${state.to ?? '..'}`);
  if (filters.length > 0) query.set('filter', filters.join(' AND '));
  return { query, dropped };
}
