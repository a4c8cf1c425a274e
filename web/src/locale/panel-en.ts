// The event's panel, the list and exports, in English.

export const panelEn = {
  exportMenu: 'Export or print',
  exportTitle: 'Export what is shown',
  exportInView: (inView: string, all: string) => `Only what is in view on the map (${inView} of ${all})`,
  exportFiles: 'As a file',
  formatNames: { geojson: 'GeoJSON', csv: 'CSV', gpkg: 'GeoPackage', kml: 'KML' },
  formatUses: {
    geojson: 'for web maps and scripts',
    csv: 'for spreadsheets; Azalai reads it again',
    gpkg: 'for QGIS; Azalai reads it again',
    kml: 'for Google Earth',
  },
  exportPaged: (most: string) => `The first ${most}; a link in it leads to the rest.`,
  exportRestricted: (n: number, f: string) =>
    `${f} of these events ${n === 1 ? 'comes' : 'come'} from a list whose terms forbid passing its rows on. Keep the file to yourself, or filter that source out first.`,
  exportDropped: (filters: string) => `The server has no such filter, so that the files hold more than is shown: ${filters}.`,
  exportUnlocated: (n: number, f: string) => `${f} more ${n === 1 ? 'has' : 'have'} no place on the map, and a file of their own:`,
  picture: 'As a picture',
  pictureHint: 'The map as you see it, in light colours for paper, with title, legend, scale, filters and sources.',
  pictureTitle: 'Title',
  savePicture: 'Save picture (PNG)',
  pictureSaved: 'The picture is among your downloads.',
  pictureFailed: 'The browser could not make the picture. Try with a smaller window.',
  posterTitle: (period: string) => (period === '' ? 'Events in Mali' : `Events in Mali, ${period}`),
  notDrawn: (n: number, f: string) => `${f} more without a place ${n === 1 ? 'is' : 'are'} not drawn`,
  noFilters: 'No filter: all that is loaded in this view',
  signs: {
    hollow: 'Dashed outline: an area, or a place that is in doubt',
    circle: 'Dashed circle: the true place is within it, as far as is known; hatched where a whole area is meant',
    pie: 'Ring: several events, its parts by kind, their number inside',
  },
  posterLists: 'Events from:',
  posterRestricted: 'Holds rows of a list whose terms forbid passing them on.',
  licenceNotStated: 'licence not stated',
  madeOn: (when: string) => `Made with Azalai, ${when} UTC.`,
  fromTo: (from: string, to: string) => `${from} to ${to}`,
  fromOn: (day: string) => `from ${day}`,
  upTo: (day: string) => `up to ${day}`,

  waiting: 'One moment…',
  coordinates: 'Coordinates',
  coordinateForms: { decimal: 'Decimal', dms: 'Degrees', mgrs: 'MGRS' },
  copyAs: (form: string, value: string) => `Copy ${form}: ${value}`,

  around: 'Nearby before and after',
  aroundKm: 'Within',
  aroundDays: 'Days before and after',
  aroundWhen: { before: 'Before', same: 'On these days', after: 'After' },
  aroundNone: 'Nothing else is known here.',
  aroundFailed: 'What is nearby could not be fetched.',
  aroundNoDate: 'The date is unknown: what is near in place, at any time.',
  aroundMore: (shown: string, all: string) => `The nearest ${shown} of ${all}`,
  daysAway: (days: number) => {
    const n = Math.abs(days);
    return `${n} day${n === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'}`;
  },

  history: 'History of changes',
  historyFailed: 'The history could not be fetched.',
  historyBy: { added: 'Added', updated: 'Changed', removed: 'Removed' },
  byList: (list: string) => `by the list ${list}`,
  byPerson: 'by hand, a merge or an undone import',
  untilThen: 'Until then',
  setByHand: (fields: string, when: string) => `Set by hand, over what the list says: ${fields} (${when}).`,
  setFields: { kind: 'kind', date: 'date', place: 'place', actors: 'actors', claims: 'claims', attributes: 'other columns' } as Record<string, string>,
  followList: 'Follow the list again',
  followAsk: 'What was set by hand is lost. Follow the list again?',
  followDo: 'Yes, follow the list',
  followKeep: 'Keep it',
  followFailed: 'It could not be taken back.',

  sortBy: 'Sort by',
  sorts: { date: 'date', place: 'place', kind: 'kind', deaths: 'deaths', certainty: 'certainty' },
  descending: 'Descending: click for ascending',
  ascending: 'Ascending: click for descending',
  pageOf: (from: string, to: string, all: string) => `${from}–${to} of ${all}`,
  previous: 'Previous',
  next: 'Next',
  pages: 'Pages of the list',

  docsMenu: 'The API to read',
  dataMenu: 'The data as pages',
};

export type PanelMessages = typeof panelEn;
