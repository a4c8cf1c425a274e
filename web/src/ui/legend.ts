// What the colours of counts by unit and of heat mean.
//
// In: the state. Out: the words of a legend, for the map and for its picture. It must not know how they are drawn.

import { formatCount, formatDay, type Messages } from '../locale';
import { classBounds, levelOf, shownRows, type Counted, type State } from '../state';

export interface Legend {
  title: string;
  /** In the order of the style sheet's shades; the first is that of none. */
  classes: readonly string[];
  /** What the ends of a ramp mean, when there is one. */
  ramp: readonly [string, string] | null;
  /** Why the counts are not what they seem. */
  warnings: readonly string[];
  notes: readonly string[];
}

const some = (...texts: (string | false)[]): string[] => texts.filter((text) => text !== false);

/** Symbols explain themselves, and counts that are not there yet have nothing to be explained. */
export function legendOf(state: Readonly<State>, m: Messages): Legend | null {
  const { display, counted } = state;
  if (display === 'heat') return ofHeat(state, m);
  return counted && levelOf(display) !== null ? ofUnits(counted, state, m) : null;
}

function ofUnits({ units, at, dropped, failed }: Counted, { from }: Readonly<State>, m: Messages): Legend {
  const day = (text: string): string => (text === '' ? '' : formatDay(m, Date.parse(text)));
  const most = Math.max(0, ...units.map(({ events }) => events));
  const bounds = classBounds(most);
  // Those of one division that were not changed since begin and end with others: the last to begin tells of it.
  const start = units.reduce((last, { validFrom }) => (validFrom > last ? validFrom : last), '');
  const end = units.reduce((first, { validTo }) => (validTo !== '' && (first === '' || validTo < first) ? validTo : first), '');
  const nowhere = units.filter(({ shape, seat }) => !shape && !seat).length;
  const seats = units.some(({ shape, seat }) => !shape && seat);
  const without = dropped.map((name) => (name === 'q' ? m.wordsFilter : m.facets[name])).join(', ');
  const label = (low: number, i: number): string => {
    const high = (bounds[i + 1] ?? most + 1) - 1;
    return low === high ? formatCount(m, low) : `${formatCount(m, low)}–${formatCount(m, high)}`;
  };
  return {
    title: m.unitsOf(day(start), day(end)),
    classes: failed ? [] : [m.noUnitData, ...bounds.map(label)],
    ramp: null,
    warnings: some(failed && m.unitsFailed, without !== '' && m.unitsWithout(without), from !== null && start !== '' && from < start && at >= start && m.earlierDivision),
    notes: some(seats && m.seats, nowhere > 0 && m.noSeat(formatCount(m, nowhere))),
  };
}

function ofHeat(state: Readonly<State>, m: Messages): Legend {
  const vague = shownRows(state).reduce((sum, row) => sum + (state.events[row]?.status === 'area' ? 1 : 0), 0);
  return {
    title: '',
    classes: [],
    ramp: [m.heatLess, m.heatMore],
    warnings: [],
    notes: some(`${m.heatWeight} ${m.heatRelative}`, vague > 0 && m.heatVague(vague, m.events(vague, formatCount(m, vague)))),
  };
}
