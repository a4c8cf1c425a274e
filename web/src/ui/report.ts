// An import's report as a person reads it: what was recognised, counts that add up, a verdict per row.
//
// In: a report. Out: elements. It must not know where the report came from.

import { formatCount, formatDay, formatDistance, reason, type Messages } from '../locale';
import type { ImportReport, Verdict, VerdictWord } from '../state';
import { icon } from '../symbols';
import { fill, h } from './dom';

type Tab = 'all' | 'problems' | 'rejected';

const WORDS: readonly VerdictWord[] = ['added', 'updated', 'unchanged', 'merged', 'rejected'];
const ROWS = 100;
/** Columns that a note names; all are among the columns below it. */
const COLUMNS = 8;

export function reportView(report: ImportReport, m: Messages): HTMLElement {
  return h('div', { class: 'report' }, sum(report, m), ...readings(report, m), detected(report, m), table(report, m));
}

/** Rows that a person should see before the list is imported. */
export const toLookAt = ({ verdict, problems, status }: Verdict): boolean =>
  verdict === 'rejected' || problems.length > 0 || status === 'review' || status === 'unlocated';

/** What was read otherwise than a person may think, in the open: dates with the month first, columns not understood. */
export function readings({ detected: { dayFirst, dayFirstWhy, columns } }: ImportReport, m: Messages): HTMLElement[] {
  const unknown = columns.filter(({ column, field }) => field === null && column !== '').map(({ column }) => column);
  const more = unknown.length - COLUMNS;
  return [
    ...(dayFirst ? [] : [h('p', { class: 'reading' }, icon('warning'), h('span', {}, m.monthFirst(dayFirstWhy)))]),
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
function sum(report: ImportReport, m: Messages): HTMLElement {
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
      ...parts.flatMap((word, i) => [
        h('span', { class: 'operator', 'aria-hidden': 'true' }, i === 0 ? '=' : '+'),
        h('span', { class: `term term-${word}` }, h('strong', {}, f(report[word])), h('span', {}, words[word])),
      ]),
    ),
    asides.length > 0 && h('p', { class: 'asides' }, icon('doubt'), asides.join(' · ')),
  );
}

function detected({ detected: found }: ImportReport, m: Messages): HTMLElement {
  const parts = [
    m.formats[found.format] ?? found.format,
    found.encoding,
    found.delimiter && (m.delimiters[found.delimiter] ?? found.delimiter),
  ].filter(Boolean);
  return h(
    'div',
    { class: 'detected' },
    h('p', {}, h('span', { class: 'quiet' }, `${m.detected} `), parts.join(' · ')),
    found.columns.length > 0 &&
      h(
        'details',
        {},
        h('summary', {}, `${m.columns} (${found.columns.length})`),
        h(
          'ul',
          { class: 'mapping' },
          ...found.columns.map(({ column, field }) =>
            h('li', {}, h('bdi', { class: 'column' }, column || '∅'), ' → ', field ?? h('span', { class: 'quiet' }, m.keptAside)),
          ),
        ),
      ),
  );
}

function table(report: ImportReport, m: Messages): HTMLElement {
  const sets: Record<Tab, Verdict[]> = {
    all: report.verdicts,
    problems: report.verdicts.filter(toLookAt),
    rejected: report.verdicts.filter(({ verdict }) => verdict === 'rejected'),
  };
  let tab: Tab = 'all';
  let rows = ROWS;
  const root = h('div', { class: 'verdicts' });
  const draw = (): void => {
    const chosen = sets[tab];
    fill(
      root,
      h(
        'div',
        { class: 'tabs', role: 'group' },
        ...(Object.keys(sets) as Tab[]).map((name) =>
          h(
            'button',
            {
              type: 'button',
              key: `tab-${name}`,
              'aria-pressed': String(name === tab),
              disabled: name !== 'all' && sets[name].length === 0,
              on: { click: () => { tab = name; rows = ROWS; draw(); } },
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
        h('tbody', {}, ...chosen.slice(0, rows).map((verdict) => verdictRow(verdict, report, m))),
      ),
      chosen.length > rows && h('button', { type: 'button', class: 'button text', key: 'more', on: { click: () => { rows += ROWS; draw(); } } }, m.more),
      report.verdictsOmitted > 0 && h('p', { class: 'note' }, m.omitted(formatCount(m, report.verdictsOmitted))),
    );
  };
  draw();
  return root;
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

function verdictRow(verdict: Verdict, report: ImportReport, m: Messages): HTMLElement {
  const words = report.dryRun ? m.rowVerdicts : m.doneRowVerdicts;
  const day = verdict.date ? Date.parse(verdict.date) : NaN;
  const why = reason(verdict, m);
  const doubt = verdict.status === 'review' || verdict.status === 'unlocated';
  return h(
    'tr',
    { class: `verdict-${verdict.verdict}${doubt ? ' doubt' : ''}` },
    h('td', { class: 'line', 'data-label': m.tableLine }, formatCount(m, verdict.line)),
    h('td', { 'data-label': m.tableVerdict }, h('span', { class: `tag tag-${verdict.verdict}` }, words[verdict.verdict])),
    h('td', { class: 'title', dir: 'auto' }, ...eventOf(verdict, m)),
    h('td', { class: 'date' }, Number.isNaN(day) ? (verdict.date ?? '') : formatDay(m, day)),
    h(
      'td',
      { class: 'place' },
      verdict.place && h('bdi', {}, verdict.place),
      verdict.position && verdict.radiusM > 0 && h('span', { class: 'quiet' }, ` ± ${formatDistance(m, verdict.radiusM)}`),
      verdict.status && verdict.status !== 'located' && h('span', { class: `status status-${verdict.status}` }, m.statuses[verdict.status]),
    ),
    h(
      'td',
      { class: 'notes' },
      ...verdict.problems.map(({ column, value, reason }) =>
        h('p', { class: 'problem', dir: 'auto' }, icon('warning'), h('b', {}, column), value !== '' && h('q', {}, value), h('span', {}, reason)),
      ),
      why.text !== '' && h('p', { class: 'quiet', lang: why.lang }, why.text),
    ),
  );
}
