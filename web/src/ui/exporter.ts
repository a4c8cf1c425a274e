// Taking along what is shown: files of the service, and a picture of the map.
//
// In: the store. Out: a dialog with links and a button; the picture as a file. It must not know the map: it asks for it.

import { KINDS } from '../kinds';
import { formatCount, formatDay, formatDistance, formatMoment, messages, type Messages } from '../locale';
import { changeExport, closeExport, exportAddress, exported, MAX_GEOJSON, questionOf, selectedEvent, unlocatedAddress, unlocatedCount, type AzEvent, type Exporting, type ExportFormat, type State, type Store } from '../state';
import { icon } from '../symbols';
import { button, createDialog } from './dialog';
import { h, saveBlob } from './dom';
import { activeFilters } from './filters';
import { legendOf } from './legend';
import { poster, type PosterWords } from './poster';

const FORMATS: readonly ExportFormat[] = ['geojson', 'csv', 'gpkg', 'kml'];
/** Lists that are named under a picture. */
const MOST_LISTS = 8;

export function createExporter(root: HTMLElement, store: Store<State>): void {
  const dialog = createDialog(root, 'exporter', () => closeExport(store));
  const draw = (): void => {
    const state = store.get();
    const m = messages(state.lang);
    dialog.draw(state.exporting && { title: m.exportTitle, body: body(state, state.exporting, m, store), foot: [] }, m);
  };
  store.on(['exporting', 'lang', 'events', 'unlocated', 'bounds'], (state, before) => {
    if (state.exporting === null && before.exporting === null) return;
    // Who types a title and then clicks must not find another button there.
    if (state.exporting === null || before.exporting === null || state.exporting.title === before.exporting.title) draw();
  });
}

function body(state: Readonly<State>, exporting: Exporting, m: Messages, store: Store<State>): HTMLElement[] {
  const { inView, title, said } = exporting;
  const [all, chosen] = [exported(state, false), exported(state, inView)];
  const f = (n: number): string => formatCount(m, n);
  const restricted = chosen.filter((event) => event.restricted).length;
  const off = unlocatedCount(state);
  const { dropped } = questionOf(state);
  const saved = h('p', { class: 'quiet', role: 'status' }, said === 'saved' ? m.pictureSaved : '');
  return [
    h('p', { class: 'export-what' }, h('strong', {}, m.events(chosen.length, f(chosen.length))), ...filterWords(state, m).map((words) => ` · ${words}`)),
    h(
      'label',
      { class: 'check' },
      h('input', { type: 'checkbox', key: 'in-view', checked: inView, on: { change: (event) => changeExport(store, { inView: (event.target as HTMLInputElement).checked }) } }),
      h('span', {}, m.exportInView(f(exported(state, true).length), f(all.length))),
    ),
    ...(restricted > 0 ? [h('p', { class: 'disagreement', role: 'note' }, icon('warning'), h('span', {}, m.exportRestricted(restricted, f(restricted))))] : []),
    h('h3', {}, m.exportFiles),
    ...(dropped.length > 0 ? [h('p', { class: 'disagreement', role: 'note' }, icon('warning'), h('span', {}, m.exportDropped(dropped.map((name) => (name === 'q' ? m.wordsFilter : m.facets[name])).join(', '))))] : []),
    h(
      'ul',
      { class: 'export-files' },
      ...FORMATS.map((format) =>
        h(
          'li',
          {},
          h('a', { class: 'button', key: `export-${format}`, href: exportAddress(state, format, inView), download: fileName(format) }, icon('save'), m.formatNames[format]),
          h('span', { class: 'quiet' }, m.formatUses[format], format === 'geojson' && chosen.length > MAX_GEOJSON && ` ${m.exportPaged(f(MAX_GEOJSON))}`),
        ),
      ),
    ),
    ...(off > 0 ? [h('p', { class: 'quiet' }, m.exportUnlocated(off, f(off)), ' ', h('a', { key: 'export-unlocated', href: unlocatedAddress(state), download: fileName('csv', 'unlocated') }, m.formatNames.csv))] : []),
    h('h3', {}, m.picture),
    h('p', { class: 'quiet' }, m.pictureHint),
    h(
      'div',
      { class: 'picture-form' },
      h(
        'label',
        {},
        h('span', {}, m.pictureTitle),
        h('input', { type: 'text', key: 'picture-title', maxlength: 120, value: title, placeholder: titleOf(state, m), on: { input: (event) => changeExport(store, { title: (event.target as HTMLInputElement).value }) } }),
      ),
      button('picture', [icon('save'), m.savePicture], () => wish(store), { primary: true }),
    ),
    said === 'failed' ? h('p', { class: 'failure', role: 'alert' }, m.pictureFailed) : saved,
  ];
}

const today = (): string => new Date().toISOString().slice(0, 10);
const fileName = (ending: string, what = 'azalai'): string => `${what}-${today()}.${ending}`;

const filterWords = (state: Readonly<State>, m: Messages): string[] => activeFilters(state, m).map(({ label }) => label);

function period({ from, to }: Readonly<State>, m: Messages): string {
  const day = (text: string): string => formatDay(m, Date.parse(text));
  if (from && to) return m.fromTo(day(from), day(to));
  return from ? m.fromOn(day(from)) : m.upTo(day(to ?? ''));
}

/** "Events in Mali, 1 Aug 2023 to 24 Oct 2023": the days chosen, or else those of what is shown. */
function titleOf(state: Readonly<State>, m: Messages): string {
  if (state.from || state.to) return m.posterTitle(period(state, m));
  let [first, last] = [Infinity, -Infinity];
  for (const { span } of exported(state, true)) {
    if (!span) continue;
    first = Math.min(first, span[0]);
    last = Math.max(last, span[1]);
  }
  return first > last ? m.posterTitle('') : m.posterTitle(m.fromTo(formatDay(m, first), formatDay(m, last)));
}

function wordsOf(state: Readonly<State>, m: Messages): PosterWords {
  const events = exported(state, true);
  const f = (n: number): string => formatCount(m, n);
  const legend = legendOf(state, m);
  const counts = new Map(KINDS.map((kind) => [kind, 0]));
  // Other views have only the symbol of the open event.
  const open = selectedEvent(state);
  const drawn = state.display === 'symbols' ? events : open?.position ? [open] : [];
  for (const { kind } of drawn) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const off = unlocatedCount(state);
  const filters = filterWords(state, m);
  const restricted = events.some((event) => event.restricted);
  return {
    title: state.exporting?.title.trim() || titleOf(state, m),
    facts: [
      [m.events(events.length, f(events.length)), off > 0 && m.notDrawn(off, f(off))].filter(Boolean).join(' · '),
      filters.length > 0 ? `${m.filters}: ${filters.join(' · ')}` : m.noFilters,
    ],
    kinds: KINDS.filter((kind) => (counts.get(kind) ?? 0) > 0).map((kind) => ({ kind, text: `${m.kinds[kind]} (${f(counts.get(kind) ?? 0)})` })),
    signs: state.display === 'symbols' ? m.signs : {},
    // Of what, and then of which division.
    legend: legend && { ...legend, title: [m.viewNames[state.display], legend.title].filter(Boolean).join(' · ') },
    notes: [
      ...(restricted ? [m.posterRestricted] : []),
      `${m.posterLists} ${listsOf(events, m)}`,
      m.attributionLines.slice(0, -1).join(' '),
      m.regionLinesWhy,
      m.madeOn(formatMoment(m, Date.now())),
    ],
    distance: (metres) => formatDistance(m, metres),
  };
}

/** Whose lists, each with its terms. */
function listsOf(events: readonly AzEvent[], m: Messages): string {
  const lists = [...new Set(events.map(({ list, licence }) => `${list} (${licence ?? m.licenceNotStated})`))];
  const more = lists.length - MOST_LISTS;
  return lists.slice(0, MOST_LISTS).join(', ') + (more > 0 ? ` ${m.andMore(formatCount(m, more))}` : '');
}

function wish(store: Store<State>): void {
  const failed = (): void => changeExport(store, { said: 'failed' });
  try {
    store.set({
      picture: {
        take: (map, metresPerPixel) => {
          const state = store.get();
          poster(map, metresPerPixel, wordsOf(state, messages(state.lang))).toBlob((blob) => {
            if (!blob) return failed();
            saveBlob(blob, fileName('png'));
            changeExport(store, { said: 'saved' });
          }, 'image/png');
        },
      },
    });
  } catch {
    // A picture that is too large for the browser's canvas, or a browser without one.
    store.set({ picture: null });
    failed();
  }
}
