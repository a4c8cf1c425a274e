// What was decided, newest first: on which event, from what to what, by whom and when; each to be taken back.
//
// In: decisions. Out: a list; taking back goes to the state, and opening an event to whoever is given. It must not know the
// queue.

import { formatCount, formatMoment, formatPosition, formatSpan, titleIn, type Messages } from '../locale';
import { undoPast, type PastRuling, type State, type Store } from '../state';
import { icon } from '../symbols';
import { button } from './dialog';
import { h } from './dom';

export function pastView(past: readonly PastRuling[], m: Messages, store: Store<State>, show: (id: string) => void): HTMLElement {
  if (past.length === 0) return h('p', { class: 'empty-note' }, m.noDecisions);
  const { events, unlocated } = store.get();
  const here = new Map([...unlocated, ...events].map((event) => [event.id, event]));
  return h(
    'ol',
    { class: 'past' },
    ...past.map((one) => {
      const undone = one.undoneAt !== null;
      const event = one.eventId === null ? undefined : here.get(one.eventId);
      const title = titleIn(m, one.title || (event?.title ?? '')) || one.key;
      const [from, to] = one.sides.map((side) => where(side, m));
      const facts = [one.at !== null && formatMoment(m, one.at), m.itemKind[one.kind], one.also > 0 && m.alsoOthers(one.also, formatCount(m, one.also))];
      return h(
        'li',
        { class: undone ? 'undone' : '' },
        h(
          'div',
          {},
          h('p', {}, h('strong', {}, m.pastWords[one.decision] ?? one.decision), ' – ', event ? h('button', { type: 'button', class: 'button text', key: `past-event-${one.id}`, title: m.showEvent, on: { click: () => show(event.id) } }, h('bdi', {}, title)) : h('bdi', {}, title), event?.span && ` (${formatSpan(m, event.span, event.datePrecision)})`),
          to !== undefined && to !== '' && h('p', { class: 'from-to' }, h('bdi', {}, from || m.unknown), ' › ', h('bdi', {}, to)),
          h('p', { class: 'quiet' }, h('bdi', {}, one.by || m.noName), ' · ', facts.filter(Boolean).join(' · ')),
          one.undoneAt !== null && h('p', {}, icon('undo'), ' ', m.undoneOn(formatMoment(m, one.undoneAt)), one.undoneBy !== '' && h('bdi', {}, ` · ${one.undoneBy}`)),
        ),
        !undone && button(`past-${one.id}`, [icon('undo'), m.undo], () => void undoPast(store, { ...one, title })),
      );
    }),
  );
}

/** A place before a decision or since; empty of what has none. */
function where({ status, place, position }: PastRuling['sides'][0], m: Messages): string {
  if (status === '') return '';
  const at = [place, position && formatPosition(position)].filter(Boolean).join(' ');
  return status === 'review' ? m.inDoubt + (at && ` (${at})`) : status === 'unlocated' ? m.nowhere : at || m.nowhere;
}
