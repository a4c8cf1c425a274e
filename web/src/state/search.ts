// Places that a person looks for by name.
//
// In: letters, or the place chosen. Out: suggestions of the server; the store with a wish to the map. It must not know
// the page or the map.

import * as api from '../api';
import type { Position, Suggestion } from '../api';
import type { Bounds, State } from './state';
import type { Store } from './store';

/** No closer than this: around a village there is something to see. */
const LEAST_M = 20_000;
const MAX_ZOOM = 9;
/** Metres in a degree of latitude. */
const DEGREE_M = 111_195;

/** A box around a circle on the ground. */
export function boundsAround([lon, lat]: Position, radiusM: number): Bounds {
  const dLat = radiusM / DEGREE_M;
  const dLon = dLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return { west: lon - dLon, south: lat - dLat, east: lon + dLon, north: lat + dLat };
}

/** Places that the letters may begin; those near the middle of the map come first. */
export function suggest(store: Store<State>, typed: string, signal: AbortSignal): Promise<Suggestion[]> {
  const { view } = store.get();
  // A map that was dragged around the world has longitudes beyond it.
  const near: Position | null = view && Math.abs(view.lon) <= 180 && Math.abs(view.lat) <= 90 ? [view.lon, view.lat] : null;
  return api.suggest(typed, near, signal);
}

/** Marks the place and brings the map there. */
export function goToPlace(store: Store<State>, sought: Suggestion): void {
  const bounds = boundsAround(sought.position, Math.max(LEAST_M, sought.radiusM));
  store.set({ sought, goTo: { bounds, maxZoom: MAX_ZOOM } });
}

export const forgetPlace = (store: Store<State>): void => store.set({ sought: null });
