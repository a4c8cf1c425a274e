// Filters, time and the views of the map, in English.

const events = (n: number, f: string): string => `${f} event${n === 1 ? '' : 's'}`;

export const exploreEn = {
  words: 'Words in title, notes, places',
  facets: {
    kind: 'Kind',
    actor: 'Actor',
    region: 'Region',
    cercle: 'Cercle',
    source: 'Source',
    status: 'Place is',
    precision: 'Precision',
    accounts: 'Accounts',
  },
  certaintyFilter: 'Certainty',
  placeIsRight: 'Place is right, by the geocoder',
  anyP: 'any',
  atLeastP: (percent: string) => `≥ ${percent}`,
  accountWords: { several: 'told by several sources', differ: 'their figures differ' } as Record<string, string>,
  findValue: (facet: string) => `Find: ${facet}`,
  noValue: 'Nothing like that here.',
  moreValues: (f: string) => `${f} more`,
  active: 'Active filters',
  without: (filter: string) => `Remove filter: ${filter}`,
  resetKey: 'Reset filters (key R)',
  since: (day: string) => `from ${day}`,
  until: (day: string) => `to ${day}`,
  wordsActive: (text: string) => `“${text}”`,

  play: 'Play',
  pause: 'Pause',
  stepBack: 'Step back',
  stepOn: 'Step on',
  stepBy: 'Step by',
  steps: { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' },
  speed: 'Speed',
  chartKeys: 'Arrows step, with Shift they widen; Home and End go to the ends; Space plays; Escape shows all dates.',
  spanShown: (from: string, to: string) => `${from} to ${to}`,

  views: 'How events are drawn',
  viewNames: { symbols: 'Symbols', regions: 'By region', cercles: 'By cercle', heat: 'Heat' },
  unitEvents: events,
  noUnitData: 'no event',
  unitsOf: (from: string, to: string) => (to === '' ? `Division since ${from}` : from === '' ? `Division before ${to}` : `Division ${from} to ${to}`),
  seats: 'No shapes of these units may be passed on: discs stand at their seats and have no area.',
  unitsElsewhere: (f: string) => `${f} in no unit shown`,
  unitsWithout: (names: string) => `Without the filter on: ${names}`,
  unitsFailed: 'The counts could not be fetched.',
  unitHint: 'Click a unit to see its events.',
  heatLess: 'few',
  heatMore: 'many',
  heatWeight: 'Each event is spread over where it may have been.',
  heatLeftOut: (f: string) => `${f} known by cercle, region or country only: too vague, not drawn.`,
};

export type ExploreMessages = typeof exploreEn;
