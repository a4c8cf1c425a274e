// What waits for a person's word, one after the other: drafts of texts, places in doubt, pairs that may be one event.
//
// In: the queue in the store. Out: a dialog; decisions, by button or key, go to the state. It must not know Leaflet: the
// map comes as an element.

import { formatCount, formatProbability, formatSpan, messages, reason, titleIn, type Messages } from '../locale';
import {
  chooseRival, closeReview, correct, correctionOf, decide, decidePicked, decider, isGuess, itemAt, ITEM_KINDS, lookAt, MOST_RIVALS, moreItems, openPasting, openReview, pick, recover, refresh, resetFilters, select, showInstead, stepItem, total, undoLast,
  type About, type Correction, type QueueCounts, type Item, type Outcome, type Review, type State, type Store,
} from '../state';
import { icon } from '../symbols';
import { button, createDialog } from './dialog';
import { h } from './dom';
import { draftView, near } from './draft';
import { failure } from './failure';
import { decidedView, draftName, keptView, readView } from './kept';
import { pairView } from './pairs';
import { pastView } from './past';
import { placing } from './placing';
import { toldView } from './told';

type Part = HTMLElement | false;

export function createQueue(root: HTMLElement, store: Store<State>, map: HTMLElement): void {
  const dialog = createDialog(root, 'review', () => closeReview(store));
  let help = false;
  const draw = (): void => {
    const { review, reviewCounts, lang } = store.get();
    const m = messages(lang);
    const item = itemAt(store.get());
    if (review === null) help = false;
    // What is built below takes the map out of the page, and the focus with it.
    const onMap = map.contains(document.activeElement);
    dialog.draw(review && { title: review.only ? m.draftsTitle : m.reviewTitle, body: [...head(review, reviewCounts, m, store, toggleHelp), help && keysView(m), ...body(review, item, m, store, map)], foot: review.past || review.kept ? [] : foot(review, item, m, store) }, m);
    if (onMap) map.querySelector<HTMLElement>('.leaflet-container')?.focus({ preventScroll: true });
    // A button that can not be pressed any more lets go of the focus, and the keys would go nowhere.
    if (review && document.activeElement === document.body) dialog.element.querySelector('h2')?.focus({ preventScroll: true });
  };
  const toggleHelp = (): void => {
    help = !help;
    draw();
  };
  store.on(['review', 'reviewCounts', 'lang'], (state, before) => {
    if (state.review === null && before.review === null) return;
    draw();
    if (state.review?.at !== before.review?.at) dialog.body.scrollTop = 0;
  });
  dialog.element.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('select, textarea, input:not([type="checkbox"])');
    const act = typing || event.altKey ? undefined : keyOf(event, store, toggleHelp);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** What a key does; undefined for keys of others. */
function keyOf(event: KeyboardEvent, store: Store<State>, help: () => void): (() => void) | undefined {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return key === 'z' ? () => void undoLast(store) : undefined;
  const { review } = store.get();
  const item = itemAt(store.get());
  if (key === '?') return help;
  if (key === 'u') return () => void undoLast(store);
  if (!review || review.past || review.kept) return undefined;
  // What left by itself leaves nothing to decide under the finger.
  if (review.gone) return key === 's' || key === 'ArrowRight' ? () => stepItem(store, 1) : undefined;
  if (!item) return undefined;
  const n = Number(key);
  if (Number.isInteger(n) && n >= 1 && n <= MOST_RIVALS && item.kind !== 'duplicate') return () => chooseRival(store, n);
  const picked = review.picked.size > 0;
  switch (key) {
    case 'a':
      return () => void (picked ? decidePicked(store, true) : decide(store, true));
    case 'x':
      return () => void (picked ? decidePicked(store, false) : decide(store, false));
    case 'm':
      return item.kind === 'duplicate' && !picked ? () => void decide(store, 'merge') : undefined;
    case 'o':
      return item.same > 0 ? () => correct(store, { same: !correctionOf(review, item.key).same || undefined }) : undefined;
    case 'p':
      return () => pick(store, [item.key], !review.picked.has(item.key));
    case 's':
      return () => stepItem(store, 1);
    case 'ArrowRight':
    case 'ArrowLeft':
      return event.target instanceof Element && event.target.closest('.leaflet-container') ? undefined : () => stepItem(store, key === 'ArrowRight' ? 1 : -1);
    default:
      return undefined;
  }
}

function head(review: Review, counts: QueueCounts | null, m: Messages, store: Store<State>, help: () => void): Part[] {
  const { kinds, only, past, kept, outcome, undoable, unsure, busy, error } = review;
  const f = (n: number): string => formatCount(m, n);
  const tab = (key: string, text: string, count: number | null, on: boolean, act: () => void): HTMLElement =>
    h('button', { type: 'button', key: `queue-${key}`, 'aria-pressed': String(on), on: { click: act } }, text, count !== null && h('span', { class: 'number' }, ` ${f(count)}`));
  const queued = past === null && kept === null;
  return [
    h(
      'div',
      { class: 'queue-bar' },
      h(
        'div',
        { class: 'tabs', role: 'group', 'aria-label': m.reviewTitle },
        ...(only
          ? [tab('here', m.draftsHere, review.items.length, queued, () => void showInstead(store, null))]
          : [tab('all', m.queueAll, counts && total(counts), kinds.length === 0 && queued, () => void openReview(store)), ...ITEM_KINDS.map((kind) => tab(kind, m.itemKinds[kind], counts && counts[kind], queued && kinds.includes(kind), () => void openReview(store, [kind])))]),
        tab('past', m.pastDecisions, null, past !== null, () => void showInstead(store, past ? null : 'past')),
        tab('kept', m.keptArticles, null, kept !== null, () => void showInstead(store, kept ? null : 'kept')),
      ),
      byView(m),
      named(button('queue-help', '?', help), m.keysHelp),
    ),
    h(
      'div',
      { class: 'queue-said' },
      h('div', { class: 'said', role: 'status' }, ...(outcome ? outcomeView(outcome, m) : [])),
      outcome?.event && button('queue-show', m.showEvent, () => showEvent(store, outcome.event ?? null)),
      unsure !== null && !busy && button('recover', m.askAgain, () => void recover(store), { primary: true }),
      undoable.length > 0 && button('queue-undo', [icon('undo'), m.undo, h('kbd', { 'aria-hidden': 'true' }, 'U')], () => void undoLast(store)),
    ),
    error !== null && failure(error, m.searchFailed, m),
  ];
}

function outcomeView({ word, count, about, left = 0 }: Outcome, m: Messages): Part[] {
  const name = aboutName(about ?? null, m);
  return [
    h('p', {}, m.outcomes[word](count, formatCount(m, count))),
    name !== '' && h('bdi', {}, name),
    left > 0 && h('p', {}, m.outcomes.choose(left, formatCount(m, left))),
  ];
}

const aboutName = (about: About, m: Messages): string => (about === null ? '' : typeof about === 'string' ? about : nameOf(about, m));

/** Who decides: kept with each decision, and by the browser. */
const byView = (m: Messages): HTMLElement => {
  const input = h('input', { type: 'text', name: 'by', key: 'by', value: decider(), maxlength: 200, autocomplete: 'name', placeholder: m.noName, on: { input: () => void decider(input.value.trim()) } });
  return h('label', { class: 'by' }, h('span', {}, m.decidedBy), input);
};

function showEvent(store: Store<State>, id: string | null): void {
  closeReview(store);
  resetFilters(store);
  select(store, id);
}

const named = (one: HTMLElement, name: string): HTMLElement => {
  one.title = name;
  one.setAttribute('aria-label', name);
  return one;
};

const keysView = (m: Messages): HTMLElement =>
  h('dl', { class: 'keys-help', 'aria-label': m.keysHelp }, ...m.queueKeys.flatMap(([key, text]) => [h('dt', {}, ...(key === '<>' ? [icon('back'), icon('next')] : [h('kbd', {}, key)])), h('dd', {}, text)]));

function body(review: Review, item: Item | null, m: Messages, store: Store<State>, map: HTMLElement): Part[] {
  const { phase, past, kept, only, items, gone } = review;
  if (past) return [pastView(past, m, store, (id) => showEvent(store, id))];
  if (kept) return [keptView(kept, m, store)];
  if (phase === 'loading') return [h('p', { class: 'empty-note', role: 'status' }, m.reviewLoading)];
  if (phase === 'failed' && items.length === 0) return [button('retry', m.retry, () => void refresh(store))];
  if (!item && !gone) {
    return [
      h('p', { class: 'empty-note' }, only ? (only.drafts.length > 0 ? m.draftsDone : m.noEventFound) : m.reviewEmpty),
      only !== null && readView(only, m),
      only !== null && decidedView(only, m, (id) => showEvent(store, id)),
      h('div', { class: 'empty-actions' }, button('another', m.anotherText, () => again(store)), only !== null && button('all', m.toQueue, () => void openReview(store), { primary: true })),
    ];
  }
  return [h('div', { class: `queue${items.length > 1 ? '' : ' single'}` }, items.length > 1 && list(review, m, store), h('div', { class: 'queue-item' }, ...(gone ? [h('h3', { class: 'queue-title', dir: 'auto' }, nameOf(gone.item, m)), h('p', { class: 'disagreement' }, m.goneHint)] : item ? itemView(item, review, m, store, map) : []), only !== null && decidedView(only, m, (id) => showEvent(store, id))))];
}

function again(store: Store<State>): void {
  closeReview(store);
  openPasting(store);
}

function list(review: Review, m: Messages, store: Store<State>): HTMLElement {
  const { items, at, picked, next } = review;
  const f = (n: number): string => formatCount(m, n);
  const all = items.length > 0 && items.every(({ key }) => picked.has(key));
  const place = items.findIndex(({ key }) => key === at);
  const { kinds, only } = review;
  const { reviewCounts } = store.get();
  // Those that are not loaded yet wait too.
  const open = Math.max(items.length, only || !reviewCounts || next === null ? 0 : kinds.length === 0 ? total(reviewCounts) : kinds.reduce((sum, kind) => sum + reviewCounts[kind], 0));
  const check = (key: string, name: string, on: boolean, change: (on: boolean) => void): HTMLInputElement =>
    h('input', { type: 'checkbox', key, 'aria-label': name, checked: on, on: { change: (event) => change((event.target as HTMLInputElement).checked) } });
  return h(
    'nav',
    { class: 'queue-list', 'aria-label': m.reviewTitle },
    h('div', { class: 'queue-list-head' }, check('pick-all', open > items.length ? m.pickShown(f(items.length), f(open)) : m.pickAll, all, (on) => pick(store, items.map(({ key }) => key), on)), h('span', { class: 'quiet' }, picked.size > 0 ? m.pickedCount(picked.size, f(picked.size), f(open)) : place < 0 ? f(open) : m.itemOf(f(place + 1), f(open)))),
    h(
      'ol',
      {},
      ...items.map((item) =>
        h(
          'li',
          { 'data-item': item.kind },
          check(`pick-${item.key}`, m.pickOne(nameOf(item, m)), picked.has(item.key), (on) => pick(store, [item.key], on)),
          h(
            'button',
            { type: 'button', key: `item-${item.key}`, 'aria-current': item.key === at ? 'true' : null, on: { click: () => lookAt(store, item.key) } },
            h('span', { class: 'queue-name', dir: 'auto' }, nameOf(item, m)),
            h('span', { class: 'quiet' }, [whenOf(item, m), m.itemKind[item.kind], m.doubtOf(formatProbability(m, item.doubt))].filter(Boolean).join(' · ')),
          ),
        ),
      ),
    ),
    next !== null && button('more-items', m.more, () => void moreItems(store)),
  );
}

/** A draft by what it is taken for: its own words are a fragment of the text. */
function nameOf({ title, draft, event }: Item, m: Messages): string {
  if (draft) return draftName(draft, m);
  return titleIn(m, title || (event?.title ?? '')) || m.kinds[event?.kind ?? 'other'];
}

/** Twenty attacks on one village are told apart by their days. */
function whenOf({ draft, event, pair }: Item, m: Messages): string {
  const [span, precision] = pair ? [pair.sides[0].span, null] : [(draft?.event ?? event)?.span, (draft?.event ?? event)?.datePrecision ?? null];
  return span ? formatSpan(m, span, precision) : '';
}

function itemView(item: Item, review: Review, m: Messages, store: Store<State>, map: HTMLElement): Part[] {
  const correction = correctionOf(review, item.key);
  const why = reason(item, m);
  const title = h('h3', { class: 'queue-title', dir: 'auto' }, nameOf(item, m));
  if (item.pair) return [title, pairView(item.pair, m, map)];
  if (item.draft) return [title, draftView(item, item.draft, item.article && review.articles.get(item.article.id), correction, m, store, map)];
  const { event } = item;
  if (!event) return [];
  const asked = [event.asked.name, event.asked.commune, event.asked.cercle, event.asked.region].filter(Boolean).join(', ');
  const best = isGuess(item) ? 'guess' : 'best';
  return [
    title,
    why.text !== '' && why.text !== reason(event, m).text && h('p', { lang: why.lang }, why.text),
    h(
      'div',
      { class: 'draft' },
      toldView(event, m),
      h('div', { class: 'draft-facts' }, placing(event, correction, best, m, store, map), item.same > 0 && sameView(item, correction, asked, m, store), near(event, correction.place ?? (best === 'best' ? FIRST : undefined), m, store)),
    ),
  ];
}

/** The candidate that is agreed to. */
const FIRST = { candidate: 1 };

const sameView = ({ same }: Item, correction: Correction, asked: string, m: Messages, store: Store<State>): HTMLElement =>
  h(
    'label',
    { class: 'check same-others' },
    h('input', { type: 'checkbox', key: 'same-others', checked: correction.same === true, on: { change: (event) => correct(store, { same: (event.target as HTMLInputElement).checked || undefined }) } }),
    h('span', {}, m.sameForOthers(same, formatCount(m, same), asked), ' ', h('kbd', { 'aria-hidden': 'true' }, 'O')),
  );

function foot(review: Review, item: Item | null, m: Messages, store: Store<State>): Part[] {
  const keyed = (key: string, text: string, letter: string, act: () => void, look: { primary?: boolean; title?: string; disabled?: boolean } = {}): HTMLElement => {
    const one = button(key, [text, h('kbd', { 'aria-hidden': 'true' }, letter)], act, look);
    one.setAttribute('aria-keyshortcuts', letter.toLowerCase());
    return one;
  };
  if (review.gone) return [keyed('skip', m.onwards, 'S', () => stepItem(store, 1), { primary: true })];
  if (!item) return [];
  const { picked } = review;
  if (picked.size > 0) {
    const [n, f] = [picked.size, formatCount(m, picked.size)];
    return [
      button('unpick', m.unpick, () => pick(store, [...picked], false)),
      keyed('reject', m.rejectPicked(n, f), 'X', () => void decidePicked(store, false)),
      keyed('accept', m.acceptPicked(n, f), 'A', () => void decidePicked(store, true), { primary: true }),
    ];
  }
  const words = m.rulings[item.kind];
  const { place } = correctionOf(review, item.key);
  return [
    review.items.length > 1 && keyed('skip', m.skipItem, 'S', () => stepItem(store, 1)),
    keyed('reject', words.no, 'X', () => void decide(store, false), { title: words.noHint }),
    item.kind === 'duplicate' && keyed('merge', m.rulings.duplicate.merge, 'M', () => void decide(store, 'merge'), { title: m.rulings.duplicate.mergeHint }),
    keyed('accept', item.kind === 'location' && place ? m.placeThere : words.yes, 'A', () => void decide(store, true), { primary: true, title: words.yesHint, disabled: item.kind === 'location' && !place && item.event?.rivals.length === 0 }),
  ];
}
