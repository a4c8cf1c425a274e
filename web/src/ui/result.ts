// What an import did: counts that add up, duplicates to look at, undoing it.
//
// In: the step that is done. Out: elements; what the person wants goes to the state. It must not know Leaflet.

import { formatCount, type Messages } from '../locale';
import { askUndo, closeImport, openReview, said, undoThis, type State, type FlowStep, type Store } from '../state';
import { icon } from '../symbols';
import { button } from './dialog';
import { h, isolated } from './dom';
import { failure } from './failure';
import { mapFigure, type PreviewView } from './preview';
import { dateReading, sum, table } from './report';

type Done = Extract<FlowStep, { at: 'done' }>;

export function resultView({ report, undo, error }: Done, m: Messages, store: Store<State>, view: PreviewView, map: HTMLElement): HTMLElement {
  if (typeof undo === 'object') {
    return h('div', { class: 'busy' }, h('p', { class: 'headline', role: 'status' }, undoneText(report.list, undo, m)));
  }
  return h(
    'div',
    { class: 'report' },
    undo === 'ask' && h('div', { class: 'confirm', role: 'alert' }, h('h3', {}, m.undoTitle(report.list)), h('p', {}, undoWords(report.added, report.updated, m)), h('p', { class: 'quiet' }, undoAlso(report.learned, m))),
    error !== null && failure(said(error), m.searchFailed, m),
    sum(report, m),
    ...dateReading(report, m),
    report.restricted && h('p', { class: 'reading' }, icon('warning'), h('span', {}, m.restricted)),
    report.duplicates > 0 &&
      h(
        'div',
        { class: 'duplicates-note' },
        icon('pair'),
        h('div', {}, h('strong', {}, m.possibleDuplicates(report.duplicates, formatCount(m, report.duplicates))), h('p', { class: 'quiet' }, m.duplicatesWhy)),
        button('duplicates', m.lookAtThem, () => {
          closeImport(store);
          void openReview(store, ['duplicate']);
        }),
      ),
    mapFigure(report, m, map),
    table(report, m, view.table),
  );
}

export function undoButtons({ report, undo }: Done, m: Messages, store: Store<State>): HTMLElement[] {
  if (report.importId === null || typeof undo === 'object') return [];
  if (undo === 'running') return [button('undo', m.undoing, () => {}, { disabled: true })];
  if (undo === 'no') return [button('undo', [icon('undo'), m.undoThis], () => askUndo(store, 'ask'))];
  return [
    button('keep', m.keep, () => askUndo(store, 'no')),
    button('undo', m.doUndo, () => void undoThis(store), { primary: true, danger: true }),
  ];
}

/** What undoing will take away and bring back. */
export const undoWords = (added: number, updated: number, m: Messages): string =>
  `${m.undoWhat(added, formatCount(m, added), updated, formatCount(m, updated))}.`;

/** Places are spoken of only where some were learned. */
export const undoAlso = (learned: number, m: Messages): string => (learned > 0 ? `${m.undoLearned} ${m.undoAlso}` : m.undoAlso);

export const undoneText = (list: string, { removed, restored }: { removed: number; restored: number }, m: Messages): string =>
  m.undoneSaid(isolated(list), removed, formatCount(m, removed), restored, formatCount(m, restored));
