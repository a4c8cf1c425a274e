// What the page knows at any moment.
//
// In: nothing. Out: the shape of the state and its beginning. It must not know how it is drawn.

import type { AzEvent, QueueCounts, Suggestion, Unit } from '../api';
import type { Kind } from '../kinds';
import type { Lang } from '../language';
import type { Step } from './bins';
import type { Chosen } from './chosen';
import type { Exporting, PictureWish } from './exporting';
import type { ImportFlow } from './flow';
import type { Pasting } from './pasting';
import type { Records } from './records';
import type { Review } from './review';
import type { Sorting } from './sorting';
import type { Counted, Display } from './units';

export type { Lang };
export type Theme = 'auto' | 'light' | 'dark';

export interface View {
  lat: number;
  lon: number;
  zoom: number;
}

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A wish to the map; each is a new object, so that the same wish twice is heard twice. */
export type GoTo = { view: View } | { bounds: Bounds; maxZoom: number };

/** Whether the page hears what changes on the server. */
export type Live = 'off' | 'on' | 'lost';

export type Phase = 'loading' | 'ready' | 'failed';

export interface State {
  lang: Lang;
  /** Chosen by hand: only then it belongs to the link. */
  langChosen: boolean;
  /** The language that could not be fetched. */
  langFailed: Lang | null;
  theme: Theme;
  /** Where the map is; null until it has been drawn once. */
  view: View | null;
  bounds: Bounds | null;
  goTo: GoTo | null;
  /** Kinds to show; empty means all. */
  kinds: ReadonlySet<Kind>;
  /** How events are drawn, and their counts by unit when that is by unit. */
  display: Display;
  counted: Counted | null;
  /** The unit pointed at. */
  unitRead: Unit | null;
  /** Values to show of each other facet; none means all. */
  chosen: Chosen;
  /** Probability that the place is right, at least; null for all. */
  pMin: number | null;
  /** Words that each begin a word of an event. */
  q: string;
  /** First and last day to show, `2023-10-01`. */
  from: string | null;
  to: string | null;
  /** Time goes on by itself, by `step`, at `speed`. */
  playing: boolean;
  step: Step;
  speed: number;
  /** Id of the event whose panel is open. */
  selected: string | null;
  /** The place that was looked for by name. */
  sought: Suggestion | null;
  /** Id of the event under the pointer in the list. */
  hovered: string | null;
  /** The order of the list. */
  sorting: Sorting;
  phase: Phase;
  live: Live;
  basemapFailed: boolean;
  /** Newest first, as all lists of events in the state. */
  events: readonly AzEvent[];
  unlocated: readonly AzEvent[];
  /** How many the server has, which may be more than are loaded. */
  matched: number;
  /** Pixels at the map's lower edge that the sheet covers. */
  covered: number;
  /** The list that a person dropped or chose, on its way in. */
  flow: ImportFlow | null;
  /** The imports before it, while they are looked at. */
  records: Records | null;
  /** A text that is pasted in. */
  pasting: Pasting | null;
  /** What waits for a person's word, while it is looked at; and how much there is. */
  review: Review | null;
  reviewCounts: QueueCounts | null;
  /** What is to be taken along, while that is chosen. */
  exporting: Exporting | null;
  picture: PictureWish | null;
}

export const BEGINNING: State = {
  lang: 'en',
  langChosen: false,
  langFailed: null,
  theme: 'auto',
  view: null,
  bounds: null,
  goTo: null,
  kinds: new Set(),
  display: 'symbols',
  counted: null,
  unitRead: null,
  chosen: {},
  pMin: null,
  q: '',
  from: null,
  to: null,
  playing: false,
  step: 'month',
  speed: 1,
  selected: null,
  sought: null,
  hovered: null,
  sorting: { by: 'date', down: true },
  phase: 'loading',
  live: 'off',
  basemapFailed: false,
  events: [],
  unlocated: [],
  matched: 0,
  covered: 0,
  flow: null,
  records: null,
  pasting: null,
  review: null,
  reviewCounts: null,
  exporting: null,
  picture: null,
};
