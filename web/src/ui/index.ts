// The page around the map.
//
// In: the store. Out: the frame, filled by its parts, and the place where the map goes.
// It must not know Leaflet.

import { LANGUAGES } from '../language';
import { messages } from '../locale';
import { load, type State, type Store } from '../state';
import { createArticle } from './article';
import { createAttribution } from './attribution';
import { createDetail } from './detail';
import { fill, h } from './dom';
import { createExporter } from './exporter';
import { createFilters } from './filters';
import { bindTheme, createHeader } from './header';
import { createImporter } from './importer';
import { speak } from './language';
import { createList } from './list';
import { createLive } from './live';
import { createQueue } from './queue';
import { createRecords } from './records';
import { createSheet, NARROW } from './sheet';
import { createTimeline } from './timeline';
import { createViews } from './views';

export { speak };

/** The places for the map, and for the small ones of the dialogs. */
export interface MapPlaces {
  map: HTMLElement;
  report: HTMLElement;
  review: HTMLElement;
}

export function createUi(body: HTMLElement, store: Store<State>): MapPlaces {
  const header = h('header', { class: 'bar' });
  const grip = h('button', { type: 'button', class: 'grip' });
  const filters = h('section', { class: 'filters' });
  const timeline = h('section', { class: 'timeline', 'aria-labelledby': 'time-title' });
  const list = h('div', { class: 'list' });
  const browse = h('div', { class: 'browse' }, filters, list);
  const detail = h('article', { class: 'detail', hidden: true });
  const side = h('aside', { class: 'side' }, grip, browse, detail);
  const map = h('div', { class: 'map' });
  const attribution = h('div', { class: 'attribution' });
  const banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  const stage = h('main', { class: 'stage' }, h('div', { class: 'map-frame' }, map, createViews(store), banner, createLive(store), attribution), timeline);
  const skip = h('button', { type: 'button', class: 'skip' });
  skip.addEventListener('click', () => list.querySelector<HTMLElement>('h2')?.focus());
  body.replaceChildren(skip, header, h('div', { class: 'page' }, side, stage));

  const [report, review] = [h('div', { class: 'small-map', role: 'group' }), h('div', { class: 'small-map', role: 'group' })];
  const { choose } = createImporter(body, store, report);
  createRecords(body, store);
  createArticle(body, store);
  createQueue(body, store, review);
  createExporter(body, store);
  bindTheme(store);
  createHeader(header, store, choose);
  createFilters(filters, store);
  createTimeline(timeline, store);
  createList(list, store, choose);
  createDetail(detail, store);
  createAttribution(attribution, store);
  createSheet(side, grip, store);
  placeTimeline(timeline, stage, filters);

  const name = (): void => {
    const m = messages(store.get().lang);
    skip.textContent = m.skip;
    map.setAttribute('aria-label', m.map);
    side.setAttribute('aria-label', m.sheet);
  };
  store.on(['lang'], name);
  name();

  const warn = (): void => {
    const { phase, lang, langFailed } = store.get();
    const m = messages(lang);
    banner.hidden = phase !== 'failed' && langFailed === null;
    if (banner.hidden) return;
    const [said, again] = phase === 'failed' || langFailed === null ? [m.failed, () => void load(store)] : [m.langFailed(LANGUAGES[langFailed]), () => void speak(store, langFailed)];
    fill(banner, h('p', {}, said), h('button', { type: 'button', class: 'button', key: 'retry', on: { click: again } }, m.retry));
  };
  store.on(['phase', 'lang', 'langFailed'], warn);
  warn();

  // The list steps back for the open event, and comes back where it was.
  let place = 0;
  store.on(['selected'], (state, before) => {
    if (state.selected !== null && before.selected === null) place = browse.scrollTop;
    browse.hidden = state.selected !== null;
    if (state.selected === null) {
      browse.scrollTop = place;
      const row = list.querySelector<HTMLElement>(`[data-key="${CSS.escape(`event-${before.selected ?? ''}`)}"]`);
      row?.focus({ preventScroll: true });
    }
  });
  browse.hidden = store.get().selected !== null;
  return { map, report, review };
}

/** Under the map where there is room, among the filters where there is not. */
function placeTimeline(timeline: HTMLElement, stage: HTMLElement, filters: HTMLElement): void {
  const narrow = matchMedia(NARROW);
  const put = (): void => {
    if (narrow.matches) filters.after(timeline);
    else stage.append(timeline);
  };
  narrow.addEventListener('change', put);
  put();
}
