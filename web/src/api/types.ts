// What the server sends, as this map reads it.
//
// In: nothing. Out: the shapes of events and places; those of imports are in report.ts. It must not know the page.

import type { Kind } from '../kinds';

/** Longitude first, as in GeoJSON. */
export type Position = [lon: number, lat: number];

export type Status = 'located' | 'area' | 'review' | 'unlocated';
export type DatePrecision = 'time' | 'day' | 'range' | 'month' | 'year';

/** A number of people: exact, a range, or unknown. Unknown is not zero. */
export interface Figure {
  low: number | null;
  best: number | null;
  high: number | null;
}

export interface Claim {
  source: string;
  /** How it was said, where that is known: "claimed". */
  verb: string;
  text: string;
  deaths: Figure;
  injured: Figure;
}

/** Another place that the name may mean. */
export interface Rival {
  id: string;
  name: string;
  kind: string | null;
  position: Position;
  region: string | null;
  cercle: string | null;
  p: number;
  distanceKm: number | null;
  why: string;
  /** The same in French; empty in what an older server stored. */
  whyFr: string;
}

export interface AzEvent {
  id: string;
  /** Null when the event is on no map. */
  position: Position | null;
  title: string;
  kind: Kind;
  /** What happened, in the list's own words. */
  kindText: string;
  status: Status;
  /** First and last millisecond, UTC; null when the list gives no date. */
  span: [start: number, end: number] | null;
  datePrecision: DatePrecision | null;
  dateText: string;
  /** The place as the list names it. */
  asked: { name: string; region: string; cercle: string; commune: string };
  /** The place as the gazetteer names it. */
  place: string | null;
  placeKind: string | null;
  region: string | null;
  cercle: string | null;
  commune: string | null;
  /** `2016-01-19/2023-03-13`, open ends as `..`. */
  edition: string | null;
  p: number;
  precision: number | null;
  radiusM: number;
  method: string;
  why: string;
  /** The same in French; empty in what an older server stored. */
  whyFr: string;
  flags: string[];
  layer: string | null;
  rivals: Rival[];
  actors: string[];
  deaths: Figure;
  claims: Claim[];
  /** Its claims contradict each other, and in what: deaths, injured, outcome. */
  contested: boolean;
  contestedIn: string[];
  list: string;
  /** Who made the list, where it says so. */
  listSource: string;
  line: number | null;
  sourceId: string | null;
  licence: string | null;
  /** Its list's terms forbid passing it on. */
  restricted: boolean;
  attributes: [name: string, value: string][];
}

export interface Place {
  id: string;
  name: string;
  kind: string;
  position: Position;
  population: number;
}

/** A place that a name being typed may mean. */
export interface Suggestion {
  id: string;
  name: string;
  /** The name that agrees with what is typed: the name, or another one. */
  matched: string;
  kind: string;
  position: Position;
  /** How far it reaches. */
  radiusM: number;
  /** The units it lies in, from small to large. */
  units: string;
}

/** One page of a collection, already read. */
export interface Page<T> {
  items: T[];
  matched: number;
  next: string | null;
}

/** A GeoJSON collection handed through to the map as it is. */
export interface Shapes {
  type: 'FeatureCollection';
  features: { type: 'Feature'; geometry: Geometry; properties: Record<string, unknown> }[];
}

export type Geometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString' | 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };
