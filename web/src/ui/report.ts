// An import's report as a person reads it: what was recognised, counts that add up, a verdict per row.
//
// In: a report. Out: elements. It must not know where the report came from.

import { formatCount, formatDay, formatDistance, reason, type Messages } from '../locale';
import type { ImportReport, Verdict, VerdictWord } from '../state';
import { icon, kindSymbol } from '../symbols';
import { because } from './because';
import { fill, h } from './dom';
import { NARROW } from './sheet';

export type Tab = 'all' | 'problems' | 'rejected';

const WORDS: readonly VerdictWord[] = ['added', 'updated', 'unchanged', 'merged', 'rejected'];
const ROWS = 100;
const FIRST_ROWS = 10;
/** How the server's remark on the order of dates begins; where this page says it in words of its own, it is left out. */
const DATES_NOTE = 'dates are read';
/** Columns that a note names; all are among the columns below it. */
const COLUMNS = 8;

/** Rows that a person should see before the list is imported. */
export const toLookAt = ({ verdict, problems, status }: Verdict): boolean =>
  verdict === 'rejected' || problems.length > 0 || status === 'review' || status === 'unlocated';

/** How the server begins to say that a person stated the order of dates. */
const STATED = 'stated';

/** That dates are read with the month first, or that nothing proves that they are not: a guess is not shown as a fact. */
export function dateReading({ detected: { dayFirst, dayFirstWhy, dayFirstAssumed } }: ImportReport, m: Messages): HTMLElement[] {
  const stated = dayFirstWhy.why.startsWith(STATED);
  return [
    ...(dayFirst ? [] : [h('p', { class: 'reading' }, icon(stated ? 'info' : 'warning'), h('span', {}, m.monthFirst(stated ? '' : reason(dayFirstWhy, m).text)))]),
    ...(dayFirstAssumed ? [h('p', { class: 'reading' }, icon('warning'), h('span', {}, m.dayFirstAssumed))] : []),
  ];
}

/** What was read otherwise than a person may think, in the open: dates with the month first, columns not understood. */
export function readings(report: ImportReport, m: Messages): HTMLElement[] {
  const { columns, notes } = report.detected;
  const dates = dateReading(report, m);
  const unknown = columns.filter(({ column, field }) => field === null && column !== '').map(({ column }) => column);
  const more = unknown.length - COLUMNS;
  return [
    ...dates,
    // What else the server remarks on the list as a whole.
    ...notes.filter(({ why }) => dates.length === 0 || !why.startsWith(DATES_NOTE)).map((note) => {
      const { text, lang } = reason(note, m);
      return h('p', { class: 'reading', lang }, icon('info'), h('span', {}, text));
    }),
    ...(unknown.length > 0
      ? [
          h(
            'p',
            { class: 'reading' },
            icon('info'),
            h(
              'span',
              {},
              `${m.notUnderstood(unknown.length)} `,
              ...unknown.slice(0, COLUMNS).flatMap((column, i) => [i > 0 && ', ', h('bdi', { class: 'column' }, column)]),
              more > 0 && ` ${m.andMore(formatCount(m, more))}`,
            ),
          ),
        ]
      : []),
  ];
}

/** rows = added + updated + unchanged + merged + rejected, in so many words. */
export function sum(report: ImportReport, m: Messages): HTMLElement {
  const words = report.dryRun ? m.verdicts : m.doneVerdicts;
  const f = (n: number): string => formatCount(m, n);
  const parts = WORDS.filter((word) => report[word] > 0 || word === 'added');
  const look = report.verdicts.filter(toLookAt).length;
  const asides = [
    // As the tab below counts them; of rows that are not listed only the sums are known.
    report.verdictsOmitted === 0 && look > 0 && m.rowsToLookAt(look, f(look)),
    report.needsReview > 0 && m.inReview(f(report.needsReview)),
    report.warnings > 0 && m.warningsCount(report.warnings, f(report.warnings)),
  ].filter((text) => text !== false);
  return h(
    'div',
    { class: 'sum' },
    h(
      'p',
      { class: 'equation' },
      h('span', { class: 'term' }, h('strong', {}, f(report.rows)), h('span', {}, m.rows(report.rows, '').trim())),
      ...parts.map((word, i) =>
        h(
          'span',
          { class: 'summand' },
          h('span', { class: 'operator', 'aria-hidden': 'true' }, i === 0 ? '=' : '+'),
          h('span', { class: `term term-${word}` }, h('strong', {}, f(report[word])), h('span', {}, words[word])),
        ),
      ),
    ),
    asides.length > 0 && h('p', { class: 'asides' }, icon('doubt'), asides.join(' · ')),
  );
}

export interface TableView {
  tab: Tab;
  rows: number;
}

/** Ten rows are a preview; more come when asked for. Where there is little room, those to look at are the ones to see. */
export const firstRows = (): TableView => ({ tab: matchMedia(NARROW).matches ? 'problems' : 'all', rows: FIRST_ROWS });

/** A table that remembers in `view` how it was left, so that a new preview shows the same. */
export function table(report: ImportReport, m: Messages, view: TableView): HTMLElement {
  const sets: Record<Tab, Verdict[]> = {
    all: report.verdicts,
    problems: report.verdicts.filter(toLookAt),
    rejected: report.verdicts.filter(({ verdict }) => verdict === 'rejected'),
  };
  if (sets[view.tab].length === 0) view.tab = 'all';
  const root = h('div', { class: 'verdicts' });
  const fieldOf = new Map(report.detected.columns.map(({ column, field }) => [column, field]));
  const draw = (): void => {
    const chosen = sets[view.tab];
    fill(
      root,
      h(
        'div',
        { class: 'tabs', role: 'group', 'aria-label': m.rowsTitle },
        ...(Object.keys(sets) as Tab[]).map((name) =>
          h(
            'button',
            {
              type: 'button',
              key: `tab-${name}`,
              'aria-pressed': String(name === view.tab),
              disabled: name !== 'all' && sets[name].length === 0,
              on: { click: () => { Object.assign(view, { tab: name, rows: name === 'all' ? FIRST_ROWS : ROWS }); draw(); } },
            },
            m.tabs[name],
            ' ',
            h('span', { class: 'number' }, formatCount(m, sets[name].length)),
          ),
        ),
      ),
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h('tr', {}, ...[m.tableLine, m.tableVerdict, m.tableEvent, m.tableDate, m.tablePlace, m.tableNotes].map((text) => h('th', { scope: 'col' }, text))),
        ),
        h('tbody', {}, ...chosen.slice(0, view.rows).map((verdict) => verdictRow(verdict, report, m, fieldOf))),
      ),
      chosen.length > view.rows && h('button', { type: 'button', class: 'button text', key: 'more', on: { click: () => { view.rows += ROWS; draw(); } } }, m.more),
      report.verdictsOmitted > 0 && h('p', { class: 'note' }, m.omitted(formatCount(m, report.verdictsOmitted))),
    );
  };
  draw();
  return root;
}

type Cell = 'event' | 'date' | 'place';

/** The cell of the table in which what is wrong with a field is seen. */
const CELLS: Record<string, Cell> = {
  date: 'date', end_date: 'date', year: 'date', month: 'date', day: 'date', time: 'date', date_precision: 'date',
  place: 'place', region: 'place', cercle: 'place', commune: 'place', country: 'place', latitude: 'place', longitude: 'place', coordinates: 'place', place_precision: 'place',
  kind: 'event', sub_kind: 'event', violence_type: 'event', actor: 'event', deaths: 'event', deaths_low: 'event', deaths_high: 'event', injured: 'event', id: 'event',
};

/** The values that are wrong, marked in the cell where a person looks for them. */
function marked(verdict: Verdict, cell: Cell, m: Messages, fieldOf: ReadonlyMap<string, string | null>): HTMLElement[] {
  const wrong = verdict.problems.filter(({ column, value }) => value !== '' && CELLS[fieldOf.get(column) ?? ''] === cell);
  return wrong.map((problem) => h('mark', { class: 'wrong', title: reason(problem, m).text }, h('bdi', {}, problem.value)));
}

/** What the row would have become; a rejected one is known by what is wrong with it. */
function eventOf({ title, problems }: Verdict, m: Messages): HTMLElement[] | [string] {
  if (title !== '') return [title];
  const value = problems.map((problem) => problem.value).find((text) => text !== '');
  return [
    h('span', { class: 'off-screen' }, m.noEvent),
    value === undefined ? h('span', { class: 'quiet', 'aria-hidden': 'true' }, '–') : h('q', { class: 'quiet' }, value),
  ];
}

function verdictRow(verdict: Verdict, report: ImportReport, m: Messages, fieldOf: ReadonlyMap<string, string | null>): HTMLElement {
  const words = report.dryRun ? m.rowVerdicts : m.doneRowVerdicts;
  const day = verdict.date ? Date.parse(verdict.date) : NaN;
  const doubt = verdict.status === 'review' || verdict.status === 'unlocated';
  return h(
    'tr',
    { class: `verdict-${verdict.verdict}${doubt ? ' doubt' : ''}`, 'data-line': verdict.line },
    h('td', { class: 'line', 'data-label': m.tableLine }, formatCount(m, verdict.line)),
    h('td', { 'data-label': m.tableVerdict }, h('span', { class: `tag tag-${verdict.verdict}` }, words[verdict.verdict])),
    h('td', { class: 'title', dir: 'auto' }, h('div', {}, verdict.kind && verdict.verdict !== 'rejected' && kindSymbol(verdict.kind, verdict.status !== 'located'), h('span', {}, ...eventOf(verdict, m))), ...marked(verdict, 'event', m, fieldOf)),
    h('td', { class: 'date' }, Number.isNaN(day) ? (verdict.date ?? '') : formatDay(m, day), ...marked(verdict, 'date', m, fieldOf)),
    h(
      'td',
      { class: 'place' },
      (verdict.locatedAs ?? verdict.place) && h('bdi', {}, verdict.locatedAs ?? verdict.place ?? ''),
      verdict.position && verdict.radiusM > 0 && h('span', { class: 'quiet' }, ` ± ${formatDistance(m, verdict.radiusM)}`),
      verdict.status && verdict.status !== 'located' && h('span', { class: `status status-${verdict.status}` }, m.statuses[verdict.status]),
      ...marked(verdict, 'place', m, fieldOf),
    ),
    h(
      'td',
      { class: 'notes' },
      ...verdict.problems.map(({ column, value, ...told }) => {
        const { text, lang } = reason(told, m);
        return h('p', { class: 'problem', dir: 'auto' }, icon('warning'), h('b', {}, column), value !== '' && h('q', {}, value), h('span', { lang }, text));
      }),
      because(verdict, m),
    ),
  );
}
