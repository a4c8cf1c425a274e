// What is done now and then: earlier imports, possible duplicates, a text to be read, colours.
//
// In: the store. Out: a button in the bar with a menu under it, for mouse, touch and keys. It must not know the map.

import { messages } from '../locale';
import { openExport, openPasting, openRecords, openReview, type State, type Store, type Theme } from '../state';
import { icon, type IconName } from '../symbols';
import { fill, h } from './dom';

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function createMenu(store: Store<State>): HTMLElement {
  const open = h('button', { type: 'button', class: 'button plain', 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, icon('menu'));
  const list = h('div', { class: 'menu-list', role: 'menu', hidden: true });
  const root = h('div', { class: 'menu' }, open, list);
  const items = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

  const show = (visible: boolean): void => {
    list.hidden = !visible;
    open.setAttribute('aria-expanded', String(visible));
    if (visible) {
      draw();
      items()[0]?.focus();
    }
  };
  const item = (name: IconName, key: string, text: string, act: () => void): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        key,
        tabindex: -1,
        on: {
          click: () => {
            show(false);
            open.focus();
            act();
          },
        },
      },
      icon(name),
      h('span', {}, text),
    );
  const link = (name: IconName, key: string, text: string, href: string): HTMLElement =>
    h('a', { role: 'menuitem', key, tabindex: -1, href }, icon(name), h('span', {}, text));
  const draw = (): void => {
    const { lang, theme } = store.get();
    const m = messages(lang);
    open.title = m.menu;
    open.setAttribute('aria-label', m.menu);
    list.setAttribute('aria-label', m.menu);
    fill(
      list,
      item('list', 'imports', m.importsMenu, () => void openRecords(store)),
      item('pair', 'pairs', m.pairsMenu, () => void openReview(store, ['duplicate'])),
      item('save', 'export', m.exportMenu, () => openExport(store)),
      item('text', 'read-article', m.articleMenu, () => openPasting(store)),
      link('info', 'docs', m.docsMenu, '/docs'),
      link('list', 'data', m.dataMenu, '/collections'),
      h(
        'div',
        { class: 'menu-themes', role: 'group', 'aria-label': m.theme },
        h('span', { class: 'quiet', 'aria-hidden': 'true' }, m.theme),
        ...THEMES.map((name) =>
          h(
            'button',
            { type: 'button', role: 'menuitemradio', key: `theme-${name}`, tabindex: -1, 'aria-checked': String(name === theme), on: { click: () => store.set({ theme: name }) } },
            m.themes[name],
          ),
        ),
      ),
    );
  };

  open.addEventListener('click', () => show(list.hidden === true));
  list.addEventListener('keydown', (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    event.stopPropagation();
    show(false);
    open.focus();
  });
  root.addEventListener('focusout', (event) => {
    if (!list.hidden && event.relatedTarget instanceof Node && !root.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener('click', (event) => {
    if (!list.hidden && event.target instanceof Node && !root.contains(event.target)) show(false);
  });
  store.on(['lang', 'theme'], draw);
  draw();
  return root;
}
