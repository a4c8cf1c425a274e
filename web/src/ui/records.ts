// The imports before: what each brought, whether it is still there, and undoing it.
//
// In: the list of imports in the store. Out: a dialog; undoing goes to the state. It must not know the map.

import { formatCount, formatMoment, messages, type Messages } from '../locale';
import { askRecord, blockers, closeRecords, openRecords, rejectsPath, undoRecord, type ImportRecord, type Records, type State, type Store } from '../state';
import { icon } from '../symbols';
import { button, createDialog } from './dialog';
import { h } from './dom';
import { failure } from './failure';
import { undoAlso, undoneText, undoWords } from './result';

export function createRecords(root: HTMLElement, store: Store<State>): void {
  const dialog = createDialog(root, 'records', () => closeRecords(store));
  const draw = (): void => {
    const { records, lang } = store.get();
    const m = messages(lang);
    dialog.draw(records && { title: m.importsTitle, body: body(records, m, store), foot: [] }, m);
  };
  store.on(['records', 'lang'], (state, before) => {
    draw();
    // The question is read out, and its answer is one key away.
    if (state.records?.asking && state.records.asking !== before.records?.asking) {
      dialog.element.querySelector<HTMLElement>('[data-key="keep"]')?.focus();
    }
  });
}

function body(records: Records, m: Messages, store: Store<State>): (HTMLElement | false)[] {
  const { phase, items, error, said } = records;
  if (phase === 'loading') return [h('p', { class: 'empty-note', role: 'status' }, m.loadingImports)];
  if (phase === 'failed') {
    return [
      error !== null && failure(error, m.searchFailed, m, m.failedImports),
      button('retry', m.retry, () => void openRecords(store)),
    ];
  }
  return [
    h('p', { class: `said${said ? '' : ' off-screen'}`, role: 'status' }, said ? undoneText(said.list, said.undone, m) : ''),
    error !== null && failure(error, m.searchFailed, m),
    items.length === 0
      ? h('p', { class: 'empty-note' }, m.noImports)
      : h('ul', { class: 'record-list' }, ...items.map((record) => recordRow(record, records, m, store))),
  ];
}

function recordRow(record: ImportRecord, records: Records, m: Messages, store: Store<State>): HTMLElement {
  const undone = record.undoneAt !== null;
  const asking = records.asking === record.id;
  const busy = records.busy === record.id;
  const said = [record.source, m.formats[record.format] ?? record.format, record.licence].filter((fact): fact is string => Boolean(fact));
  const facts = [...new Set(said)];
  return h(
    'li',
    { class: `record${undone ? ' undone' : ''}`, 'data-id': record.id },
    h(
      'div',
      { class: 'record-head' },
      h(
        'div',
        {},
        h('h3', { dir: 'auto' }, record.list),
        h(
          'p',
          { class: 'quiet' },
          record.at !== null && h('span', {}, formatMoment(m, record.at)),
          ...facts.flatMap((fact) => [' · ', h('bdi', {}, fact)]),
        ),
      ),
      h(
        'p',
        { class: 'record-state' },
        record.restricted && h('span', { class: 'tag tag-restricted' }, m.restrictedTag),
        record.undoneAt !== null ? h('span', { class: 'tag' }, m.undoneOn(formatMoment(m, record.undoneAt))) : h('span', { class: 'tag tag-added' }, m.kept),
      ),
    ),
    h('p', { class: 'record-counts' }, ...counts(record, m)),
    !undone && record.blockedBy.length > 0 && blocked(record, records.items, m),
    !undone && record.blockedByPairs > 0 && h('p', { class: 'blocked' }, icon('pair'), h('span', {}, m.blockedByPairs(record.blockedByPairs, formatCount(m, record.blockedByPairs)))),
    asking
      ? h(
          'div',
          { class: 'confirm', role: 'alert' },
          h('h4', {}, m.undoTitle(record.list)),
          h('p', {}, undoWords(record.added, record.updated, m)),
          h('p', { class: 'quiet' }, undoAlso(record.learned, m)),
          h(
            'div',
            { class: 'confirm-foot' },
            button('keep', m.keep, () => askRecord(store, null)),
            button('do-undo', m.doUndo, () => void undoRecord(store, record), { primary: true, danger: true }),
          ),
        )
      : h(
          'div',
          { class: 'record-foot' },
          record.rejected > 0 &&
            h('a', { class: 'button', key: `rejects-${record.id}`, href: rejectsPath(record.id), download: '' }, icon('save'), m.rejectedRows(record.rejected, formatCount(m, record.rejected))),
          record.canUndo && !undone && button(`undo-${record.id}`, busy ? m.undoing : [icon('undo'), m.undo], () => askRecord(store, record.id), { disabled: records.busy !== null }),
        ),
  );
}

/** "1,000 rows: 990 added, 10 rejected · 3 to check". */
function counts(record: ImportRecord, m: Messages): (HTMLElement | string)[] {
  const f = (n: number): string => formatCount(m, n);
  const words = ['added', 'updated', 'unchanged', 'merged', 'rejected'] as const;
  const parts = words.filter((word) => record[word] > 0);
  return [
    h('strong', {}, m.rows(record.rows, f(record.rows))),
    ...parts.flatMap((word, i) => [' ', h('span', { class: 'addend' }, i === 0 ? '= ' : '+ ', h('span', { class: `count-${word}` }, `${f(record[word])} ${(record[word] === 1 ? m.doneRowVerdicts : m.doneVerdicts)[word]}`))]),
    ...(record.needsReview > 0 ? [' · ', h('span', { class: 'count-review' }, m.inReview(f(record.needsReview)))] : []),
  ];
}

function blocked(record: ImportRecord, all: readonly ImportRecord[], m: Messages): HTMLElement {
  const known = blockers(record, all);
  const names = known.length > 0 ? known.map(({ list }) => list) : record.blockedBy;
  return h('p', { class: 'blocked' }, icon('info'), h('span', {}, `${m.blockedBy} `, ...names.flatMap((name, i) => [i > 0 && ', ', h('bdi', {}, name)])));
}
