// How an event came to be as it is, and taking back what a person set.
//
// In: an event; the server's changes of it. Out: a part that is asked for when it is opened. It must not know the map.

import { formatMoment, formatSpan, messages, type Messages } from '../locale';
import { forgetEdits, history, type AzEvent, type History, type HistoryStep, type State, type Store } from '../state';
import { asking, type Asking } from './asking';
import { figureText } from './claims';
import { button } from './dialog';
import { fill, h } from './dom';

export function changes(event: AzEvent, m: Messages, store: Store<State>): HTMLElement {
  const told: Asking = asking((signal) => history(event, signal), (answer) => lines(answer, event, store, told.ask), m.historyFailed, m);
  const details = h('details', {}, h('summary', { key: 'history' }, m.history), told.element);
  details.addEventListener('toggle', () => details.open && told.ask());
  return h('section', { class: 'history' }, details);
}

function lines({ steps, set }: History, event: AzEvent, store: Store<State>, again: () => void): HTMLElement[] {
  const m = messages(store.get().lang);
  return [
    ...(set ? [byHand(set, event, m, again)] : []),
    h('ol', {}, ...steps.map((step) => line(step, event, m))),
  ];
}

function line({ at, operation, list, before }: HistoryStep, event: AzEvent, m: Messages): HTMLElement {
  const other = before ? differences(before, event, m) : [];
  return h(
    'li',
    {},
    h('p', {}, h('strong', {}, m.historyBy[operation]), ' ', list === null ? m.byPerson : h('bdi', {}, m.byList(list)), h('time', { class: 'quiet' }, formatMoment(m, at))),
    other.length > 0 && h('dl', { class: 'facts' }, h('dt', { class: 'until' }, m.untilThen), ...other.flatMap(([name, value]) => [h('dt', {}, name), h('dd', { dir: 'auto' }, value)])),
  );
}

/** What an earlier version says otherwise than the event does now. */
export function differences(before: AzEvent, now: AzEvent, m: Messages): [name: string, value: string][] {
  const facts = (event: AzEvent): [string, string][] => [
    [m.kind, m.kinds[event.kind]],
    [m.when, event.span ? formatSpan(m, event.span, event.datePrecision) : m.unknownDate],
    [m.where, [event.place ?? (event.asked.name || m.nowhere), event.region].filter(Boolean).join(', ')],
    [m.coordinates, event.position?.map((degrees) => degrees.toFixed(4)).reverse().join(', ') ?? m.nowhere],
    [m.actors, event.actors.join(', ') || m.unknown],
    [m.deaths, figureText(event.deaths, m)],
    [m.claims, event.claims.map(({ source, text }) => [source, text].filter(Boolean).join(': ')).join(' | ') || m.noSource],
  ];
  const own = facts(now);
  return facts(before).filter(([, value], i) => value !== own[i]?.[1]);
}

function byHand(set: NonNullable<History['set']>, event: AzEvent, m: Messages, again: () => void): HTMLElement {
  const box = h('div', { class: 'by-hand' });
  const said = h('p', {}, m.setByHand(set.fields.map((field) => m.setFields[field] ?? field).join(', '), formatMoment(m, set.at)));
  const offer = (): void => fill(box, said, button('take-back', m.followList, ask));
  const ask = (): void => {
    fill(box, said, h('p', { role: 'alert' }, m.followAsk), button('keep', m.followKeep, offer), ' ', button('take-back', m.followDo, () => void take(), { danger: true }));
    box.querySelector<HTMLElement>('[data-key="keep"]')?.focus();
  };
  const take = async (): Promise<void> => {
    try {
      await forgetEdits(event);
      // The event itself comes over the feed, as everybody's changes do.
      again();
    } catch {
      fill(box, said, h('p', { role: 'alert' }, m.followFailed), button('take-back', m.followList, ask));
    }
  };
  offer();
  return box;
}
