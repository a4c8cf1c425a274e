// How a list was read: format, sheet, order of dates, source and licence, and what it would put on the map.
//
// In: a report and what the person said so far. Out: elements; changes go to the state. It must not know Leaflet: the
// small map comes as an element.

import { formatCount, type Messages } from '../locale';
import { mapColumn, reportEvents, setOptions, setTerms, type ImportReport, type ListOptions, type State, type Store } from '../state';
import { icon } from '../symbols';
import { columnsView, type ColumnsView } from './columns';
import { h } from './dom';
import { readings, sum, table, type TableView } from './report';
import { NARROW } from './sheet';

export interface PreviewView {
  columns: ColumnsView;
  table: TableView;
}

export function previewView(
  report: ImportReport,
  options: ListOptions,
  m: Messages,
  store: Store<State>,
  view: PreviewView,
  map: HTMLElement,
): HTMLElement {
  const narrow = matchMedia(NARROW).matches;
  const [notes, rows] = [readings(report, m), table(report, m, view.table)];
  return h(
    'div',
    { class: 'report' },
    sum(report, m),
    // On a phone what is to be looked at comes before what is to be chosen.
    ...(narrow ? [...notes, rows] : []),
    h(
      'div',
      { class: 'split' },
      h('div', { class: 'how-read' }, readAs(report, m), choices(report, m, store), terms(report, options, m, store)),
      mapFigure(report, m, map),
    ),
    ...(narrow ? [] : notes),
    columnsView(report.detected, m, view.columns, (column, field) => mapColumn(store, column, field)),
    !narrow && rows,
  );
}

export function readAs({ detected: found }: ImportReport, m: Messages): HTMLElement {
  const parts = [
    m.formats[found.format] ?? found.format,
    m.containers[found.container],
    found.container === 'text' && found.encoding,
    found.delimiter && (m.delimiters[found.delimiter] ?? found.delimiter),
  ].filter((part): part is string => Boolean(part));
  return h('p', { class: 'detected' }, h('span', { class: 'quiet' }, `${m.detected} `), parts.join(' · '));
}

/** What of the reading can be chosen: the sheet, and how dates are written. */
function choices({ detected: { sheet, sheets, dayFirst } }: ImportReport, m: Messages, store: Store<State>): HTMLElement {
  const select = (key: string, label: string, values: readonly [value: string, text: string][], chosen: string, change: (value: string) => void): HTMLElement => {
    const box = h(
      'select',
      { key, on: { change: () => change(box.value) } },
      ...values.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
    );
    return h('label', {}, h('span', {}, label), box);
  };
  return h(
    'div',
    { class: 'choices' },
    sheets.length > 1 && select('sheet', m.sheetField, sheets.map((name) => [name, name]), sheet ?? '', (value) => setOptions(store, { sheet: value })),
    select('dates', m.dateOrder, [['day', m.dayFirst], ['month', m.monthFirstOption]], dayFirst ? 'day' : 'month', (value) => setOptions(store, { dayFirst: value === 'day' })),
  );
}

function terms(report: ImportReport, options: ListOptions, m: Messages, store: Store<State>): HTMLElement {
  const field = (name: 'source' | 'licence', label: string, hint: string): HTMLElement => {
    const input = h('input', {
      name,
      value: options[name],
      placeholder: hint,
      key: name,
      maxlength: 200,
      autocomplete: 'off',
      on: { input: () => setTerms(store, { [name]: input.value.trim() }) },
    });
    return h('label', {}, h('span', {}, label), input);
  };
  return h(
    'div',
    { class: 'terms' },
    h('div', { class: 'choices' }, field('source', m.source, m.sourceHint), field('licence', m.licenceField, m.licenceHint)),
    report.restricted
      ? h('p', { class: 'reading' }, icon('warning'), h('span', {}, m.restricted))
      : h('p', { class: 'quiet' }, m.termsWhy),
  );
}

export function mapFigure(report: ImportReport, m: Messages, map: HTMLElement): HTMLElement {
  const events = reportEvents(report);
  if (events.length === 0) return h('p', { class: 'no-map quiet' }, m.nothingOnMap);
  map.setAttribute('aria-label', report.dryRun ? m.previewMap : m.resultMap);
  return h(
    'figure',
    { class: 'small-map-figure' },
    map,
    h(
      'figcaption',
      { class: 'quiet' },
      report.dryRun ? m.previewMap : m.resultMap,
      report.verdictsOmitted > 0 && `. ${m.firstRowsOnly(formatCount(m, report.verdicts.length))}`,
    ),
  );
}
