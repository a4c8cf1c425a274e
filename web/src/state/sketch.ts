// Rows and proposals as events that a small map can draw.
//
// In: a report's rows, or the two sides of a pair. Out: events with what is known of them. It must not know the map.

import type { AzEvent, ImportReport, Item, Pair, Position, Rival, Side, Status } from '../api';
import { asKind, type Kind } from '../kinds';
import type { Correction } from './review';

interface Known {
  id: string;
  title: string;
  kind: Kind;
  status: Status;
  position: AzEvent['position'];
  radiusM: number;
  span: AzEvent['span'];
  line: number | null;
}

const NO_FIGURE = { low: null, best: null, high: null };

export function sketch(known: Known): AzEvent {
  return {
    ...known,
    kindText: '',
    datePrecision: 'day',
    dateText: '',
    asked: { name: '', region: '', cercle: '', commune: '' },
    place: null,
    placeKind: null,
    region: null,
    cercle: null,
    commune: null,
    edition: null,
    p: 0,
    precision: null,
    method: '',
    why: '',
    whyFr: '',
    flags: [],
    layer: null,
    rivals: [],
    actors: [],
    deaths: NO_FIGURE,
    claims: [],
    contested: false,
    contestedIn: [],
    list: '',
    listSource: '',
    sourceId: null,
    licence: null,
    restricted: false,
    attributes: [],
  };
}

/** What a list would put on the map, or did. */
export function reportEvents(report: ImportReport): AzEvent[] {
  return report.verdicts.flatMap(({ verdict, position, line, title, kind, status, radiusM, date }) => {
    const on = date === null ? NaN : Date.parse(date);
    const span: AzEvent['span'] = Number.isNaN(on) ? null : [on, on];
    if (!position || verdict === 'rejected') return [];
    return sketch({ id: `line-${line}`, title, kind: kind ?? 'other', status: status ?? 'located', position, radiusM, span, line });
  });
}

const sideEvent = (side: Side, id: string): AzEvent[] =>
  side.position ? [sketch({ id, title: side.title, kind: side.kind, status: 'located', position: side.position, radiusM: side.radiusM, span: side.span, line: side.line })] : [];

/** What is looked at in the review, as a map can draw it: with its rivals, where it was moved to, and which way it was. */
export interface Shown {
  events: readonly AzEvent[];
  rivals: readonly Rival[];
  /** Which way from its place, where only that is known. */
  direction: string | null;
  /** A click on the map places it. */
  canPlace: boolean;
  /** Another one than before, and the map moves to what is shown. */
  frame: unknown;
}

/** Where it is then. */
export function positionOf({ position, rivals }: AzEvent, place: Correction['place']): Position | null {
  if (place === undefined) return position;
  return 'lon' in place ? [place.lon, place.lat] : (rivals[place.candidate - 1]?.position ?? null);
}

export function shownItem(item: Item | null, correction: Correction | null): Shown {
  const event = item?.draft?.event ?? item?.event;
  if (!item || !event) return { events: item?.pair ? pairEvents(item.pair) : [], rivals: [], direction: null, canPlace: false, frame: item?.key };
  const rivals = event.rivals.slice(0, MOST_RIVALS);
  const place = correction?.place;
  const position = positionOf(event, place);
  const moved = place !== undefined;
  // How far a place reaches that was chosen by hand is for the server to say.
  const drawn: AzEvent = { ...event, position, kind: asKind(correction?.kind ?? event.kind), ...(moved ? { status: 'located', radiusM: 0 } : {}) };
  return { events: position ? [drawn] : [], rivals, direction: moved || event.method === 'offset' ? null : (item.draft?.direction ?? null), canPlace: true, frame: `${item.key} ${place && 'candidate' in place ? place.candidate : ''}` };
}

/** As many as there are keys for. */
export const MOST_RIVALS = 5;

export const pairEvents = ({ sides: [first, second] }: Pair): AzEvent[] => [...sideEvent(first, 'first'), ...sideEvent(second, 'second')];
