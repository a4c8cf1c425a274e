// What each column of a list is, to be corrected.
//
// In: what the server detected. Out: a table with the first values of each column and a select; a choice is told by a
// callback. It must not know how rows are read.

import { formatCount, type Messages } from '../locale';
import { FIELDS, type Column, type Detected, type Field } from '../state';
import { h } from './dom';

const GROUPS: Record<keyof Messages['fieldGroups'], readonly Field[]> = {
  when: ['date', 'end_date', 'year', 'month', 'day', 'time', 'date_precision'],
  where: ['place', 'commune', 'cercle', 'region', 'country', 'latitude', 'longitude', 'coordinates', 'place_precision'],
  what: ['kind', 'sub_kind', 'violence_type', 'actor'],
  people: ['deaths', 'deaths_low', 'deaths_high', 'injured'],
  origin: ['source', 'notes', 'id'],
};

export interface ColumnsView {
  open: boolean;
}

export function columnsView(
  { columns }: Detected,
  m: Messages,
  view: ColumnsView,
  choose: ((column: string, field: string | null) => void) | null,
): HTMLElement | null {
  if (columns.length === 0) return null;
  const details = h(
    'details',
    { class: 'columns', open: view.open },
    h('summary', { key: 'columns' }, m.columns, ' ', h('span', { class: 'number' }, formatCount(m, columns.length))),
    choose && h('p', { class: 'quiet' }, m.columnsHint),
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...[m.columnName, m.columnField, m.columnSamples].map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...columns.map((column, i) => columnRow(column, i, m, choose))),
    ),
  );
  details.addEventListener('toggle', () => (view.open = details.open));
  return details;
}

function columnRow(column: Column, at: number, m: Messages, choose: ((column: string, field: string | null) => void) | null): HTMLElement {
  const name = column.column === '' ? h('span', { class: 'quiet' }, m.namelessColumn) : h('bdi', { class: 'column' }, column.column);
  const { field } = column;
  return h(
    'tr',
    { class: field === null ? 'kept-aside' : '' },
    h('th', { scope: 'row' }, name),
    h('td', { class: 'field' }, choose ? fieldSelect(column, at, m, choose) : field === null ? h('span', { class: 'quiet' }, m.keptAside) : (m.fields[field] ?? field)),
    h('td', { class: 'samples' }, ...column.samples.map((sample) => h('bdi', {}, sample))),
  );
}

function fieldSelect({ column, field }: Column, at: number, m: Messages, choose: (column: string, field: string | null) => void): HTMLElement {
  const option = (value: string, text: string): HTMLOptionElement => h('option', { value, selected: value === (field ?? '') }, text);
  const select = h(
    'select',
    {
      key: `column-${at}`,
      'aria-label': m.columnIs(column || m.namelessColumn),
      on: { change: () => choose(column, select.value || null) },
    },
    option('', m.keptAside),
    ...(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) =>
      h('optgroup', { label: m.fieldGroups[group] }, ...GROUPS[group].map((name) => option(name, m.fields[name] ?? name))),
    ),
    // A word of a newer server is shown as it is, not lost.
    field !== null && !(FIELDS as readonly string[]).includes(field) && option(field, field),
  );
  return select;
}
