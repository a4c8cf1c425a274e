// The texts that were kept: all of them, and one with what became of its drafts.
//
// In: articles. Out: elements; opening goes to the state. It must not know the queue.

import { formatCount, type Messages } from '../locale';
import { openKept, type Article, type Draft, type Kept, type State, type Store } from '../state';
import { h } from './dom';
import { origin } from './draft';
import { highlighted } from './highlight';

/** Letters of a text's beginning, as the server tells it: fewer are all of it. */
const WHOLE = 120;

export function keptView(kept: readonly Kept[], m: Messages, store: Store<State>): HTMLElement {
  if (kept.length === 0) return h('p', { class: 'empty-note' }, m.noArticles);
  return h(
    'ol',
    { class: 'past' },
    ...kept.map((one) => {
      const drafts = (['open', 'confirmed', 'rejected'] as const).filter((state) => one.drafts[state] > 0).map((state) => m.draftCount(one.drafts[state], formatCount(m, one.drafts[state]), m.draftStates[state]));
      return h('li', {}, h('div', {}, opener(`kept-${one.id}`, one.title || one.beginning + ([...one.beginning].length < WHOLE ? '' : '…'), () => void openKept(store, one.id)), origin({ ...one, title: '' }, m, drafts.length > 0 ? drafts : [m.noDraft])));
    }),
  );
}

const opener = (key: string, name: string, open: () => void): HTMLElement => h('button', { type: 'button', class: 'button text', key, dir: 'auto', on: { click: open } }, name);

/** A draft by what it is taken for: its own words are a fragment of the text. */
export const draftName = ({ event }: Draft, m: Messages): string => [m.kinds[event.kind], event.place ?? event.asked.name].filter(Boolean).join(', ');

/** A text of which no draft is open. */
export const readView = (article: Article, m: Messages): HTMLElement => h('div', { class: 'draft-text' }, origin(article, m), highlighted(article, null, -1, m));

/** The drafts that were decided, each with its event. */
export function decidedView({ drafts }: Article, m: Messages, show: (id: string) => void): HTMLElement {
  return h(
    'ul',
    { class: 'past' },
    ...drafts
      .filter(({ state }) => state !== 'open')
      .map((draft) => {
        const { eventId, state } = draft;
        const name = draftName(draft, m);
        return h('li', {}, h('p', { dir: 'auto' }, eventId === null ? h('strong', {}, name) : opener(`event-${draft.key}`, name, () => show(eventId)), ` – ${m.draftStates[state]}`));
      }),
  );
}
