// The bar at the top: name, counts, search, import, language, menu.
//
// In: the store. Out: the bar; clicks become patches. It must not know the map.

import { LANGUAGES } from '../language';
import { formatCount, messages, type Messages } from '../locale';
import { FILTER_KEYS, isFiltered, openPasting, openReview, tally, total, type Lang, type State, type Store } from '../state';
import { icon, mark } from '../symbols';
import { eachFrame, fill, h } from './dom';
import { speak } from './language';
import { createMenu } from './menu';
import { createSearch } from './search';

/**
 * "21 of 25 events · 20 on the map · 2 to check". On the map and to check are not parts of a sum: an event without a
 * place is mostly one to check, and would be read as two.
 */
export function summary(state: Readonly<State>, m: Messages): string[] {
  if (state.phase === 'loading' && state.events.length === 0) return [m.loading];
  const { onMap, offMap, review } = tally(state);
  const all = state.events.length + state.unlocated.length;
  const f = (n: number): string => formatCount(m, n);
  return [
    isFiltered(state) ? m.eventsOf(f(onMap + offMap), f(all)) : m.events(all, f(all)),
    ...(offMap > 0 ? [m.onMap(f(onMap))] : []),
    ...(review > 0 ? [m.inReview(f(review))] : []),
  ];
}

export function createHeader(root: HTMLElement, store: Store<State>, chooseFile: () => void): void {
  const [lead, tools] = [h('div', { class: 'bar-part' }), h('div', { class: 'bar-part' })];
  root.append(lead, createSearch(store), tools, createMenu(store));
  const said = h('p', { class: 'summary', role: 'status' });
  lead.append(h('h1', { class: 'brand' }, mark(), h('span', {}, 'Azalai')), said);
  const count = eachFrame(() => {
    const state = store.get();
    fill(said, ...summary(state, messages(state.lang)).map((text) => h('span', {}, text)));
  });
  const draw = (): void => {
    const state = store.get();
    const m = messages(state.lang);
    document.documentElement.lang = state.lang;
    document.title = `Azalai – ${m.tagline}`;
    fill(
      tools,
      h(
        'button',
        { type: 'button', class: 'button primary', key: 'import', 'aria-label': m.importList, on: { click: chooseFile } },
        icon('open'),
        h('span', { class: 'wide' }, m.importList),
      ),
      h('button', { type: 'button', class: 'button wide-only', key: 'article', on: { click: () => openPasting(store) } }, icon('text'), m.article),
      reviewButton(store, m),
      h(
        'div',
        { class: 'languages', role: 'group', 'aria-label': m.language },
        ...(Object.keys(LANGUAGES) as Lang[]).map((lang) =>
          h(
            'button',
            {
              type: 'button',
              key: `lang-${lang}`,
              lang,
              title: LANGUAGES[lang],
              // Who speaks to the page says what stands on the button.
              'aria-label': `${lang.toUpperCase()} – ${LANGUAGES[lang]}`,
              'aria-pressed': String(lang === state.lang),
              on: { click: () => void speak(store, lang) },
            },
            lang.toUpperCase(),
          ),
        ),
      ),
    );
  };
  store.on(['lang', 'reviewCounts'], draw);
  store.on(['lang', 'events', 'unlocated', 'phase', ...FILTER_KEYS], count);
  draw();
  count();
}

/** What waits for a person's word, with how much. */
function reviewButton(store: Store<State>, m: Messages): HTMLElement {
  const { reviewCounts } = store.get();
  const count = reviewCounts === null ? null : total(reviewCounts);
  const name = count === null ? m.review : m.reviewCount(count, formatCount(m, count));
  return h(
    'button',
    { type: 'button', class: 'button', key: 'review', title: name, 'aria-label': name, on: { click: () => void openReview(store) } },
    icon('review'),
    h('span', { class: 'wide' }, m.review),
    // What is seen is part of what is said: "Review 6".
    ' ',
    count !== null && count > 0 && h('span', { class: 'badge' }, formatCount(m, count)),
  );
}

/** "As the device" follows the device while the page is open. */
export function bindTheme(store: Store<State>): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const { theme } = store.get();
    document.documentElement.dataset['theme'] = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  store.on(['theme'], apply);
  dark.addEventListener('change', apply);
  apply();
}
