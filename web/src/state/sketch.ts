// Rows and proposals as events that a small map can draw.
//
// In: a report's rows, or the two sides of a pair. Out: events with what is known of them. It must not know the map.

import type { AzEvent, ImportReport, Pair, Side, Status } from '../api';
import type { Kind } from '../kinds';

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
    list: '',
    listSource: '',
    sourceId: null,
    licence: null,
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

export const pairEvents = ({ sides: [first, second] }: Pair): AzEvent[] => [...sideEvent(first, 'first'), ...sideEvent(second, 'second')];
