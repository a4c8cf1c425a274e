// Events that may be one and the same, two by two: looked at side by side, and decided.
//
// In: the queue in the store. Out: a dialog; decisions, by button or key, go to the state. It must not know Leaflet: the
// small map comes as an element.

import { formatCount, formatDay, formatKilometres, messages, titleIn, type Messages } from '../locale';
import { closePairs, decidePair, differences, openPairs, pairAt, stepPair, takeBack, type Decision, type Pair, type PairReview, type PairState, type Side, type SideFact, type State, type Store } from '../state';
import { icon, kindSymbol } from '../symbols';
import { figureText, unknown } from './claims';
import { button, createDialog } from './dialog';
import { h } from './dom';

const FILTERS: readonly PairState[] = ['proposed', 'same', 'different', 'merged'];
const FACTS: readonly SideFact[] = ['kind', 'date', 'place', 'deaths', 'actors', 'source', 'notes'];
const DECISIONS = ['different', 'same', 'merge'] as const satisfies readonly Decision[];

export function createPairs(root: HTMLElement, store: Store<State>, map: HTMLElement): void {
  const dialog = createDialog(root, 'pairs', () => closePairs(store));
  const draw = (): void => {
    const state = store.get();
    const { review, lang } = state;
    const m = messages(lang);
    const pair = pairAt(state);
    dialog.draw(review && { title: m.pairsTitle, body: body(review, pair, m, store, map), foot: pair ? foot(review, m, store) : [] }, m);
  };
  store.on(['review', 'lang'], (state, before) => {
    draw();
    if (state.review && (state.review.at !== before.review?.at || state.review.pairs !== before.review?.pairs)) dialog.body.scrollTop = 0;
  });
  dialog.element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest('input, select, .leaflet-container'))) return;
    const { review, lang } = store.get();
    // Each key is the first letter of its button, in either language.
    const { decisionKeys } = messages(lang);
    const decision = DECISIONS.find((one) => decisionKeys[one] === event.key.toUpperCase());
    if (event.key === 'ArrowRight') stepPair(store, 1);
    else if (event.key === 'ArrowLeft') stepPair(store, -1);
    else if (decision && review?.filter === 'proposed') void decidePair(store, decision);
    else return;
    event.preventDefault();
  });
}

function body(review: PairReview, pair: Pair | null, m: Messages, store: Store<State>, map: HTMLElement): (HTMLElement | false)[] {
  const { phase, filter, error, last, pairs, count, at } = review;
  const tabs = h(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': m.pairsTitle },
    ...FILTERS.map((name) =>
      h(
        'button',
        { type: 'button', key: `pairs-${name}`, 'aria-pressed': String(name === filter), on: { click: () => void openPairs(store, name) } },
        m.pairStates[name],
        name === filter && phase === 'ready' && h('span', { class: 'number' }, ` ${formatCount(m, count)}`),
      ),
    ),
  );
  const f = (n: number): string => formatCount(m, n);
  const bar = h(
    'div',
    { class: 'pair-bar' },
    h('p', { class: 'said', role: 'status' }, last ? m.decided[last.decision] : '', pair && ` ${m.pairOf(f(at + 1), f(count))}`),
    last !== null && last.decision !== 'reopen' && button('take-back', [icon('undo'), m.takeBack], () => void takeBack(store)),
    pairs.length > 1 && button('previous', [icon('back')], () => stepPair(store, -1), { title: m.pairPrevious }),
    pairs.length > 1 && button('next', [icon('next')], () => stepPair(store, 1), { title: m.pairNext }),
  );
  for (const one of bar.querySelectorAll('button[title]')) one.setAttribute('aria-label', one.getAttribute('title') ?? '');
  return [
    tabs,
    (phase === 'ready' || last !== null) && bar,
    error !== null && h('div', { class: 'failure', role: 'alert' }, h('p', { dir: 'auto' }, error || m.failedPairs)),
    phase === 'loading' && h('p', { class: 'empty-note', role: 'status' }, m.loadingPairs),
    phase === 'failed' && button('retry', m.retry, () => void openPairs(store, filter)),
    phase === 'ready' && pair === null && h('p', { class: 'empty-note' }, m.noPairs[filter]),
    pair !== null && pairView(pair, m, map),
  ];
}

function pairView(pair: Pair, m: Messages, map: HTMLElement): HTMLElement {
  const differ = differences(pair.sides);
  const [first, second] = pair.sides;
  map.setAttribute('aria-label', m.pairMap);
  const why = m.code.startsWith('fr') && pair.whyFr !== '' ? { text: pair.whyFr, lang: 'fr' } : { text: pair.why, lang: 'en' };
  return h(
    'div',
    { class: 'pair' },
    h(
      'div',
      { class: 'pair-nearness' },
      h('div', {}, h('p', { class: 'strong' }, where(pair, m)), h('p', { class: 'strong' }, when(pair, m)), why.text !== '' && h('p', { class: 'quiet', lang: why.lang }, why.text)),
      (first.position !== null || second.position !== null) && map,
    ),
    h(
      'table',
      { class: 'sides' },
      h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, ...head(first, m, differ)), h('th', { scope: 'col' }, ...head(second, m, differ)))),
      h(
        'tbody',
        {},
        ...FACTS.filter((fact) => said(first, fact, m) !== '' || said(second, fact, m) !== '').map((fact) =>
          h(
            'tr',
            { class: differ.has(fact) ? 'differs' : '' },
            h('th', { scope: 'row' }, m.sideFacts[fact], differ.has(fact) && h('span', { class: 'tag' }, m.differs)),
            h('td', { dir: 'auto', 'data-side': m.firstOf }, said(first, fact, m) || h('span', { class: 'quiet' }, m.unknown)),
            h('td', { dir: 'auto', 'data-side': m.secondOf }, said(second, fact, m) || h('span', { class: 'quiet' }, m.unknown)),
          ),
        ),
      ),
    ),
  );
}

function head(side: Side, m: Messages, differ: ReadonlySet<SideFact>): HTMLElement[] {
  const line = side.line === null ? '' : `, ${m.line(formatCount(m, side.line))}`;
  return [
    h('div', { class: 'side-title' }, kindSymbol(side.kind, side.position === null), h('bdi', { class: differ.has('title') ? 'other' : '' }, titleIn(m, side.title) || m.kinds[side.kind])),
    h('p', { class: 'quiet', dir: 'auto' }, `${side.list}${line}`),
  ];
}

function said(side: Side, fact: SideFact, m: Messages): string {
  switch (fact) {
    case 'title':
      return titleIn(m, side.title);
    case 'kind':
      return m.kinds[side.kind];
    case 'date': {
      if (side.span === null) return '';
      const [start, end] = side.span.map((time) => formatDay(m, time));
      return start === end ? (start ?? '') : `${start} – ${end}`;
    }
    case 'place':
      return side.place;
    case 'deaths':
      return unknown(side.deaths) ? '' : figureText(side.deaths, m);
    case 'actors':
      return side.actors.join(', ');
    case 'source':
      return side.source ?? '';
    case 'notes':
      return side.notes;
  }
}

function where({ distanceKm, windowKm }: Pair, m: Messages): string {
  if (distanceKm === null) return m.noDistance;
  if (distanceKm < 0.05) return m.sameSpot;
  return m.apart(formatKilometres(m, distanceKm), windowKm === null ? '' : formatKilometres(m, windowKm));
}

function when({ daysApart, windowDays }: Pair, m: Messages): string {
  if (daysApart === null) return m.unknownDate;
  if (daysApart === 0) return m.sameDay;
  return m.daysApart(daysApart, formatCount(m, daysApart), windowDays ?? 0, formatCount(m, windowDays ?? 0));
}

function foot({ filter, busy }: PairReview, m: Messages, store: Store<State>): HTMLElement[] {
  const decision = (word: Decision): HTMLElement => {
    const key = word === 'reopen' ? '' : m.decisionKeys[word];
    const one = button(`decide-${word}`, [m.decisions[word], key !== '' && h('kbd', { 'aria-hidden': 'true' }, key)], () => void decidePair(store, word), { disabled: busy, title: m.decisionHints[word] });
    if (key !== '') one.setAttribute('aria-keyshortcuts', key.toLowerCase());
    return one;
  };
  if (filter !== 'proposed') return [decision('reopen')];
  return [h('p', { class: 'quiet keys' }, m.decisionHints.merge), ...DECISIONS.map((word) => decision(word))];
}
