// When: bars over time to brush, to step through and to play, and two date fields.
//
// In: the store. Out: the dates chosen. It must not know the map.

import { formatCount, formatDay, formatMonth, messages, type Messages } from '../locale';
import { anyTimeRows, axisOf, bindPlayer, columns, FILTER_KEYS, histogram, inOrder, isDay, memo, PLAY_STEPS, SPEEDS, stepBy, tally, type Axis, type State, type Step, type Store } from '../state';
import { icon } from '../symbols';
import { bindBrush } from './brush';
import { createChart } from './chart';
import { eachFrame, fill, h } from './dom';

const MOST_BINS = 90;
const DAY_MS = 86_400_000;
/** The axis is that of all events: brushing changes what is chosen, not what there is. */
const axis = memo((of: ReturnType<typeof columns>) => axisOf(of, MOST_BINS));
const counted = memo(histogram);

export function createTimeline(root: HTMLElement, store: Store<State>): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  bindPlayer(store, () => calm.matches);
  const title = h('h2', { id: 'time-title' });
  const note = h('span', { class: 'note' });
  const field = (name: 'from' | 'to'): { label: HTMLElement; input: HTMLInputElement } => {
    const input = h('input', { type: 'date', name, on: {
      change: () => store.set({ [name]: isDay(input.value) ? input.value : null }),
    } });
    return { input, label: h('span') };
  };
  const [from, to] = [field('from'), field('to')];
  const all = h('button', { type: 'button', class: 'button text', on: { click: () => store.set({ from: null, to: null }) } });
  const player = createPlayer(store);
  const dates = h('div', { class: 'dates' }, h('label', {}, from.label, from.input), h('label', {}, to.label, to.input), all);
  // Not before both are named: of another span the one is mostly beyond the other, and a year that is typed begins as an early one.
  dates.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && dates.contains(relatedTarget))) store.set(inOrder(store.get()));
  });
  const keys = h('p', { class: 'off-screen', id: 'time-keys' });
  const box = h('div', { class: 'chart', tabindex: 0, role: 'slider', 'aria-describedby': 'time-keys' });
  const foot = h('div', { class: 'chart-foot' });
  root.append(
    h('div', { class: 'row' }, title, note, player.root, dates),
    box,
    foot,
    keys,
  );
  const chart = createChart(box);
  const axisNow = (): Axis => {
    const { events, unlocated } = store.get();
    return axis(columns(events, unlocated));
  };

  const draw = eachFrame(() => {
    const state = store.get();
    const m = messages(state.lang);
    const shown = axisNow();
    all.hidden = !state.from && !state.to;
    if (document.activeElement !== from.input) from.input.value = state.from ?? '';
    if (document.activeElement !== to.input) to.input.value = state.to ?? '';
    const first = shown.bins[0];
    const last = shown.bins.at(-1);
    root.classList.toggle('empty', !first);
    if (!first || !last) return;
    note.textContent = noteOf(state, m, shown.step);
    chart.draw(shown, counted(shown, anyTimeRows(state)), state, m);
    const [start, end] = [state.from ? Date.parse(state.from) : first.start, state.to ? Date.parse(state.to) : last.end - DAY_MS];
    box.setAttribute('aria-valuemax', String(shown.bins.length - 1));
    box.setAttribute('aria-valuenow', String(Math.max(0, shown.bins.findLastIndex((bin) => bin.start <= start))));
    box.setAttribute('aria-valuetext', m.spanShown(formatDay(m, start), formatDay(m, end)));
  });
  const name = (): void => {
    const m = messages(store.get().lang);
    title.textContent = m.time;
    from.label.textContent = m.from;
    to.label.textContent = m.to;
    all.textContent = m.allDates;
    keys.textContent = m.chartKeys;
    box.setAttribute('aria-label', m.time);
    const { bins } = axisNow();
    const [first, last] = [bins[0], bins.at(-1)];
    if (!first || !last) return;
    const ends = [formatMonth(m, first.start), formatMonth(m, last.end - DAY_MS)];
    // One month is no span: its days are.
    const span = ends[0] === ends[1] ? [formatDay(m, first.start), formatDay(m, last.end - DAY_MS)] : ends;
    fill(foot, ...span.map((end) => h('span', {}, end)));
  };
  store.on(['events', 'unlocated', ...FILTER_KEYS, 'lang'], draw);
  store.on(['events', 'unlocated', 'lang'], name);
  bindBrush(box, () => axisNow().bins, store);
  name();
  draw();
}

function noteOf(state: Readonly<State>, m: Messages, step: Step): string {
  const { undated } = tally(state);
  const filtered = state.from !== null || state.to !== null;
  return filtered && undated > 0 ? m.undated(formatCount(m, undated)) : m.per[step];
}

/** Back, play, on; by which step, and how fast. */
function createPlayer(store: Store<State>): { root: HTMLElement } {
  const button = (name: 'back' | 'play' | 'next', act: () => void): HTMLButtonElement => h('button', { type: 'button', class: 'button plain', on: { click: act } }, icon(name));
  const [back, play, on] = [button('back', () => stepBy(store, -1)), button('play', () => store.set({ playing: !store.get().playing })), button('next', () => stepBy(store, 1))];
  const step = h('select', { name: 'step', on: { change: () => store.set({ step: step.value as Step }) } });
  const speed = h('select', { name: 'speed', on: { change: () => store.set({ speed: Number(speed.value) }) } });
  const draw = (): void => {
    const { lang, playing, step: by, speed: pace } = store.get();
    const m = messages(lang);
    for (const [one, text] of [[back, m.stepBack], [play, playing ? m.pause : m.play], [on, m.stepOn], [step, m.stepBy], [speed, m.speed]] as const) {
      one.setAttribute('aria-label', text);
      one.title = text;
    }
    fill(play, icon(playing ? 'pause' : 'play') as unknown as HTMLElement);
    fill(step, ...PLAY_STEPS.map((one) => h('option', { value: one, selected: one === by }, m.steps[one])));
    fill(speed, ...SPEEDS.map((one) => h('option', { value: one, selected: one === pace }, `${one}×`)));
  };
  store.on(['lang', 'playing', 'step', 'speed'], draw);
  draw();
  return { root: h('div', { class: 'player', role: 'group' }, back, play, on, step, speed) };
}
