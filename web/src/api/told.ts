// What the server tells of one event beside the event itself: what is near it, and how it came to be as it is.
//
// In: what the state asks for. Out: neighbours, changes. It must not know the page.

import { ask, get } from './client';
import { count, fields, list, number, oneOf, text, word } from './json';
import { readEvent } from './read';
import type { AzEvent, Position } from './types';

/** An event near another. */
export interface Near {
  event: AzEvent;
  distanceKm: number;
  /** Days from the other's day; negative before it. Null when either has no date. */
  days: number | null;
}

export interface Nearby {
  events: Near[];
  matched: number;
}

export type Operation = 'added' | 'updated' | 'removed';
const OPERATIONS: readonly Operation[] = ['added', 'updated', 'removed'];

/** One change of an event. */
export interface HistoryStep {
  sequence: number;
  at: number;
  operation: Operation;
  /** The list that made it; null when a person did. */
  list: string | null;
  before: AzEvent | null;
}

export interface History {
  steps: HistoryStep[];
  /** What a person set of it, and when. */
  set: { at: number; fields: string[] } | null;
}

/** As many as a person reads. */
const MOST_NEAR = 60;

export async function nearby([lon, lat]: Position, km: number, when: { days: number; date: string } | null, signal: AbortSignal): Promise<Nearby> {
  const query = new URLSearchParams({ lon: String(lon), lat: String(lat), km: String(km), limit: String(MOST_NEAR) });
  if (when) {
    query.set('days', String(when.days));
    query.set('date', when.date);
  }
  const page = fields(await get(`/nearby?${query}`, signal));
  const events = list(page['features']).flatMap((feature) => {
    const event = readEvent(feature);
    const near = fields(fields(feature)['properties']);
    return event ? [{ event, distanceKm: count(near['distance_km']), days: number(near['days']) }] : [];
  });
  return { events, matched: number(page['numberMatched']) ?? events.length };
}

const pathOf = ({ id, position }: AzEvent): string => `/collections/${position ? 'events' : 'unlocated'}/items/${encodeURIComponent(id)}`;

export async function history(event: AzEvent, signal: AbortSignal): Promise<History> {
  const told = fields(await get(`${pathOf(event)}/history`, signal));
  const set = fields(told['set']);
  const at = (value: unknown): number => Date.parse(text(value));
  const steps = list(told['changes']).map(fields).map((step) => ({
    sequence: count(step['sequence']),
    at: at(step['at']),
    operation: oneOf(OPERATIONS, step['operation']) ?? 'updated',
    list: word(step['list']),
    before: readEvent(step['before']),
  }));
  return { steps, set: told['set'] ? { at: at(set['at']), fields: list(set['fields']).map(text) } : null };
}

/** Takes back what people set of an event. */
export async function forgetEdits({ id }: AzEvent): Promise<void> {
  await ask(`/edits/${encodeURIComponent(id)}`, { method: 'DELETE', headers: { 'If-Match': '*' } });
}
