// A box to look for a place by its name: a combobox as in the ARIA Authoring Practices.
//
// In: the store. Out: the box; a choice becomes a wish to the map. It must not know the map or the server.

import { messages, type Messages } from '../locale';
import { forgetPlace, goToPlace, suggest, type State, type Store, type Suggestion } from '../state';
import { icon } from '../symbols';
import { fill, h } from './dom';

/** So long after the last letter the server is asked. */
const PAUSE_MS = 70;
const LIST_ID = 'search-list';

type Answer = { places: Suggestion[] } | { failed: true } | null;

/** "village · Bourem, Gao", and the other name that was typed. */
export function describe({ name, matched, kind, units }: Suggestion, m: Messages): string {
  const other = matched !== '' && matched !== name ? m.alsoCalled(matched) : '';
  return [other, m.placeKinds[kind] ?? m.placeKinds['other'] ?? '', units].filter((part) => part !== '').join(' · ');
}

/** Its own element, which is filled once: what is typed must not be lost when the bar is drawn anew. */
export function createSearch(store: Store<State>): HTMLElement {
  const input = h('input', {
    type: 'text',
    class: 'search-input',
    role: 'combobox',
    name: 'place',
    autocomplete: 'off',
    autocapitalize: 'words',
    spellcheck: 'false',
    enterkeyhint: 'search',
    maxlength: 200,
    'aria-autocomplete': 'list',
    'aria-controls': LIST_ID,
    'aria-expanded': 'false',
  });
  const list = h('ul', { class: 'search-list', id: LIST_ID, role: 'listbox', hidden: true });
  const said = h('p', { class: 'search-said', role: 'status', hidden: true });
  const clear = h('button', { type: 'button', class: 'button plain search-clear', hidden: true }, icon('close'));
  const open = h('button', { type: 'button', class: 'button plain search-open', 'aria-expanded': 'false' }, icon('search'));
  const field = h('div', { class: 'search-field' }, icon('search'), input, clear, h('div', { class: 'search-popup' }, list, said));
  const root = h('div', { class: 'search', role: 'search' }, open, field);

  let answer: Answer = null;
  /** Which of the places is marked; -1 for none. */
  let active = -1;
  let timer = 0;
  let asking: AbortController | null = null;

  const places = (): Suggestion[] => (answer !== null && 'places' in answer ? answer.places : []);
  const draw = (): void => {
    const m = messages(store.get().lang);
    const typed = input.value.trim();
    const shown = places();
    fill(list, ...shown.map((place, i) => option(place, i)));
    list.hidden = shown.length === 0;
    input.setAttribute('aria-expanded', String(shown.length > 0));
    if (active >= 0) {
      input.setAttribute('aria-activedescendant', `${LIST_ID}-${active}`);
      list.children[active]?.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
    const failed = answer !== null && 'failed' in answer;
    // How many there are is heard; that there is none is seen too.
    said.textContent = failed ? m.searchFailed : answer === null ? '' : shown.length > 0 ? m.placesFound(shown.length) : m.noPlace(typed);
    said.hidden = said.textContent === '';
    said.classList.toggle('off-screen', shown.length > 0);
    clear.hidden = input.value === '' && store.get().sought === null;
  };
  const option = (place: Suggestion, i: number): HTMLElement => {
    const m = messages(store.get().lang);
    const row = h(
      'li',
      { id: `${LIST_ID}-${i}`, role: 'option', class: 'search-option', 'aria-selected': String(i === active) },
      h('span', { class: 'search-name' }, place.name),
      h('span', { class: 'search-facts' }, describe(place, m)),
    );
    // The focus stays in the box.
    row.addEventListener('pointerdown', (event) => event.preventDefault());
    row.addEventListener('click', () => choose(place));
    return row;
  };
  const close = (): void => {
    clearTimeout(timer);
    asking?.abort();
    [answer, active] = [null, -1];
    draw();
  };
  /** On narrow screens the box lies over the bar, and goes when it has done its work. */
  const spread = (wide: boolean): void => {
    root.classList.toggle('spread', wide);
    open.setAttribute('aria-expanded', String(wide));
  };
  const choose = (place: Suggestion): void => {
    input.value = place.name;
    close();
    goToPlace(store, place);
    if (root.classList.contains('spread')) {
      spread(false);
      open.focus({ preventScroll: true });
    }
  };
  const ask = async (typed: string): Promise<void> => {
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      answer = { places: await suggest(store, typed, mine.signal) };
    } catch {
      if (mine.signal.aborted) return;
      answer = { failed: true };
    }
    if (mine.signal.aborted) return;
    active = -1;
    draw();
  };
  const askSoon = (): void => {
    clearTimeout(timer);
    const typed = input.value.trim();
    if (typed === '') return close();
    draw();
    timer = window.setTimeout(() => void ask(typed), PAUSE_MS);
  };
  const forget = (): void => {
    input.value = '';
    close();
    forgetPlace(store);
    draw();
  };

  input.addEventListener('input', askSoon);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const count = places().length;
    // Letters that an input method has not finished are not for us.
    if (event.isComposing) return;
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      // One more than there are: the box itself is between the last and the first.
      active = ((active + 1 + (event.key === 'ArrowDown' ? 1 : count)) % (count + 1)) - 1;
      draw();
    } else if (event.key === 'ArrowDown' && input.value.trim() !== '') {
      void ask(input.value.trim());
    } else if (event.key === 'Enter') {
      const place = places()[Math.max(active, 0)];
      if (place) choose(place);
      else askSoon();
    } else if (event.key === 'Escape') {
      // First the list, then the words, then the box; the panel of an event stays open meanwhile.
      if (answer !== null) close();
      else if (input.value !== '' || store.get().sought !== null) forget();
      else if (root.classList.contains('spread')) {
        spread(false);
        open.focus();
      } else return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  clear.addEventListener('click', () => {
    forget();
    input.focus();
  });
  clear.addEventListener('pointerdown', (event) => event.preventDefault());
  open.addEventListener('click', () => {
    spread(true);
    input.focus();
    input.select();
  });
  root.addEventListener('focusout', (event) => {
    if (!root.contains(event.relatedTarget as Node | null)) spread(false);
  });

  const name = (): void => {
    const m = messages(store.get().lang);
    input.placeholder = m.findPlace;
    input.setAttribute('aria-label', m.findPlace);
    list.setAttribute('aria-label', m.places);
    for (const button of [open, clear]) {
      button.title = button === open ? m.findPlace : m.forgetPlace;
      button.setAttribute('aria-label', button.title);
    }
    draw();
  };
  store.on(['lang'], name);
  store.on(['sought'], draw);
  name();
  return root;
}
