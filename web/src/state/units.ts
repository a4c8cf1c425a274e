// Events counted by region or cercle, for the map that fills them.
//
// In: the store. Out: the units of the division in force on the last day shown, with the service's counts; classes for them.
// It must not know how they are drawn.

import * as api from '../api';
import type { Unit, UnitLevel } from '../api';
import { dayOf } from './bins';
import { FILTER_KEYS, questionOf, toggleValue } from './chosen';
import type { FacetName } from './columns';
import { timeEnds } from './play';
import type { State } from './state';
import type { Store } from './store';

export type Display = 'symbols' | 'regions' | 'cercles' | 'heat';
export const DISPLAYS: readonly Display[] = ['symbols', 'regions', 'cercles', 'heat'];

export interface Counted {
  level: UnitLevel;
  /** Of this day is the division. */
  at: string;
  units: readonly Unit[];
  /** Conditions that the service has no words for in counts of units. */
  dropped: readonly (FacetName | 'q')[];
  failed: boolean;
}

/** So long after the last change the service is asked. */
const PAUSE_MS = 120;
/** As many classes of counts, besides none. */
const CLASSES = 5;

const FACET_OF: Record<UnitLevel, FacetName> = { regions: 'region', cercles: 'cercle' };

export const levelOf = (display: Display): UnitLevel | null => (display === 'regions' || display === 'cercles' ? display : null);

/** The lower bounds of the classes: the first holds single events, each further one about as many times more. */
export function classBounds(most: number): number[] {
  const bounds = Array.from({ length: CLASSES }, (_, i) => Math.round((most + 1) ** (i / CLASSES)));
  return [...new Set(bounds)].filter((bound) => bound >= 1 && bound <= most);
}

/** 0 for none, else the number of the class from 1. */
export const classOf = (count: number, bounds: readonly number[]): number => bounds.filter((bound) => bound <= count).length;

/** The day whose division is shown: the last of those chosen, else that of the last event. */
export function divisionDay(state: Pick<State, 'events' | 'unlocated' | 'to'>): string | null {
  const ends = timeEnds(state);
  if (ends === null) return state.to;
  const last = dayOf(ends[1]);
  return state.to !== null && state.to < last ? state.to : last;
}

/** Shows the events of a unit alone, or all again. */
export function toggleUnit(store: Store<State>, unit: Unit): void {
  const level = levelOf(store.get().display);
  if (level) store.set(toggleValue(store.get(), FACET_OF[level], unit.name));
}

export const unitFacet = (level: UnitLevel): FacetName => FACET_OF[level];

/** Counts anew whenever what is counted changes; an answer that came too late is dropped. */
export function countUnits(store: Store<State>): void {
  let asking: AbortController | null = null;
  let timer = 0;
  const ask = async (): Promise<void> => {
    const state = store.get();
    const level = levelOf(state.display);
    const at = divisionDay(state);
    asking?.abort();
    if (level === null || at === null) return;
    const mine = (asking = new AbortController());
    const { query, dropped } = questionOf(state, FACET_OF[level], true);
    try {
      const units = await api.units(level, at, query, mine.signal);
      store.set({ counted: { level, at, units, dropped, failed: false } });
    } catch {
      if (mine.signal.aborted) return;
      const { counted } = store.get();
      store.set({ counted: { level, at, units: counted?.level === level ? counted.units : [], dropped, failed: true } });
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    // Old counts of the other level are no counts of this one.
    const { display, counted } = store.get();
    if (counted !== null && counted.level !== levelOf(display)) store.set({ counted: null });
    if (levelOf(display) !== null) timer = window.setTimeout(() => void ask(), PAUSE_MS);
  };
  store.on(['display', 'events', 'unlocated', ...FILTER_KEYS], soon);
  soon();
}
