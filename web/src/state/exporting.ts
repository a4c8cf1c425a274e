// Taking along what is shown.
//
// In: the filters, the time and the box of the map. Out: the address of a file of just that, and the wish for a picture.
// It must not know the page or the map.

import { exportPath, type AzEvent, type ExportFormat } from '../api';
import { questionOf } from './chosen';
import { inBounds, shown, shownUnlocated } from './filter';
import type { Bounds, State } from './state';
import type { Store } from './store';

/** A picture of the map that somebody wants; a new object each time. */
export interface PictureWish {
  /** Called once with the picture and how many metres one of its pixels is; the page's colours are the light ones meanwhile. */
  take: (map: HTMLCanvasElement, metresPerPixel: number) => void;
}

/** What the dialog of exports has chosen, while it is open. */
export interface Exporting {
  /** Only what lies in the map's view. */
  inView: boolean;
  /** What the picture is called. */
  title: string;
  /** What came of the picture. */
  said: 'no' | 'saved' | 'failed';
}

/** GeoJSON comes in pages; other files are whole. */
export const MAX_GEOJSON = 10_000;

export const openExport = (store: Store<State>): void => store.set({ exporting: { inView: true, title: '', said: 'no' } });
export const closeExport = (store: Store<State>): void => store.set({ exporting: null });
export function changeExport(store: Store<State>, change: Partial<Exporting>): void {
  const { exporting } = store.get();
  if (exporting) store.set({ exporting: { ...exporting, ...change } });
}

/** Events that a file of what is shown has. */
export function exported(state: State, inView: boolean): readonly AzEvent[] {
  const { bounds } = state;
  const all = shown(state);
  return inView && bounds ? all.filter((event) => inBounds(event, bounds)) : all;
}

/** A box as the server takes it: a view wider than the world is no condition. */
export function boxOf(bounds: Bounds | null): string | null {
  if (!bounds) return null;
  const [south, north] = [Math.max(-90, bounds.south), Math.min(90, bounds.north)];
  if (bounds.west < -180 || bounds.east > 180 || south >= north) return null;
  return [bounds.west, south, bounds.east, north].map((edge) => String(Number(edge.toFixed(7)))).join(',');
}

/** The address of a file with exactly the events that pass the filters, and lie in the view if that is wanted. */
export function exportAddress(state: State, format: ExportFormat, inView: boolean): string {
  const box = inView ? boxOf(state.bounds) : null;
  return exportPath('events', format, questionOf(state).query, box);
}

export const unlocatedAddress = (state: State): string => exportPath('unlocated', 'csv', questionOf(state).query, null);
export const unlocatedCount = (state: State): number => shownUnlocated(state).length;
