// Whose data the map shows, and of when its region lines are.
//
// In: the language. Out: a short line with the whole text behind it. It must not know the map.

import { messages } from '../locale';
import { tilesWanted, type State, type Store } from '../state';
import { fill, h } from './dom';

export function createAttribution(root: HTMLElement, store: Store<State>): void {
  const draw = (): void => {
    const m = messages(store.get().lang);
    const tiles = tilesWanted();
    fill(
      root,
      h(
        'details',
        {},
        h(
          'summary',
          { key: 'attribution' },
          // What the dashed lines are stands on the map itself: newer divisions are named, not drawn.
          h('span', { class: 'legend', title: m.regionLinesWhy }, h('i', { 'aria-hidden': 'true' }), m.regionLines),
          ' ',
          tiles && h('span', {}, `${tiles.credit} `),
          h('span', { class: 'wide' }, `© ${m.attributionShort}`), h('span', { class: 'narrow' }, `© ${m.attribution}`),
        ),
        h('div', { class: 'popover' }, h('p', {}, m.regionLinesWhy), ...m.attributionLines.map((line) => h('p', {}, line))),
      ),
    );
  };
  store.on(['lang'], draw);
  draw();
  document.addEventListener('click', (event) => {
    const open = root.querySelector('details[open]');
    if (open && event.target instanceof Node && !root.contains(event.target)) open.removeAttribute('open');
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') root.querySelector('details')?.removeAttribute('open');
  });
}
