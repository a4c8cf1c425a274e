// What was decided, newest first, each to be taken back.
//
// In: decisions. Out: a list; taking back goes to the state. It must not know what they were on.

import { formatCount, formatMoment, type Messages } from '../locale';
import { undoPast, type PastRuling, type State, type Store } from '../state';
import { icon } from '../symbols';
import { button } from './dialog';
import { h } from './dom';

export function pastView(past: readonly PastRuling[], m: Messages, store: Store<State>): HTMLElement {
  if (past.length === 0) return h('p', { class: 'empty-note' }, m.noDecisions);
  return h(
    'ol',
    { class: 'past' },
    ...past.map((one) => {
      const undone = one.undoneAt !== null;
      const facts = [one.at !== null && formatMoment(m, one.at), one.by, m.itemKind[one.kind], one.places[1] !== '' && one.places.filter(Boolean).join(' → '), one.also > 0 && m.alsoOthers(one.also, formatCount(m, one.also)), one.undoneAt !== null && m.undoneOn(formatMoment(m, one.undoneAt))];
      return h(
        'li',
        { class: undone ? 'undone' : '' },
        h('div', {}, h('p', { dir: 'auto' }, h('strong', {}, m.pastWords[one.decision] ?? one.decision), one.title !== '' && ' – ', h('bdi', {}, one.title)), h('p', { class: 'quiet' }, facts.filter(Boolean).join(' · '))),
        !undone && button(`past-${one.id}`, [icon('undo'), m.undo], () => void undoPast(store, one)),
      );
    }),
  );
}
