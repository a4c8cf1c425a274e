// Who says what, side by side.
//
// In: an event. Out: one card per claim, and numbers of people in words. It must not know the map.

import { formatCount, type Messages } from '../locale';
import type { AzEvent, Claim, Figure, State, Store } from '../state';
import { icon } from '../symbols';
import { h, linked } from './dom';

/** Unknown is said; zero is a number. */
export function figureText({ low, best, high }: Figure, m: Messages): string {
  const f = (n: number): string => formatCount(m, n);
  if (low === null && best === null && high === null) return m.unknown;
  if (best !== null && (low === null || low === best) && (high === null || high === best)) return f(best);
  const range =
    low !== null && high !== null ? `${f(low)}–${f(high)}` : low !== null ? `${m.figures.low} ${f(low)}` : high !== null ? `${m.figures.high} ${f(high)}` : '';
  if (best === null) return range;
  return range === '' ? f(best) : `${f(best)} (${m.figures.best}), ${range}`;
}

export const unknown = ({ low, best, high }: Figure): boolean => low === null && best === null && high === null;

export function card(claim: Claim, m: Messages, more: HTMLElement | false = false, numbers = numbersOf(claim, m)): HTMLElement {
  return h(
    'article',
    { class: 'claim' },
    h('h4', { dir: 'auto' }, ...linked(claim.source || m.noSource), claim.verb !== '' && h('span', { class: 'quiet' }, ` ${claim.verb}`)),
    claim.text ? h('blockquote', { dir: 'auto' }, ...linked(claim.text)) : h('p', { class: 'quiet' }, m.claimNoText),
    numbers,
    more,
  );
}

const numbersOf = (claim: Claim, m: Messages): HTMLElement =>
  h(
    'dl',
    { class: 'facts' },
    h('dt', {}, m.deaths),
    h('dd', { class: unknown(claim.deaths) ? 'quiet' : '' }, figureText(claim.deaths, m)),
    ...(unknown(claim.injured) ? [] : [h('dt', {}, m.injured), h('dd', {}, figureText(claim.injured, m))]),
  );

/**
 * The event's own claims, then those of other events at the same place and time: lists give each account of
 * an attack its own row, and only side by side does a reader see that they disagree.
 */
export function claims(event: AzEvent, accounts: readonly AzEvent[], m: Messages, store: Store<State>): HTMLElement {
  const open = (other: AzEvent): HTMLElement =>
    h(
      'div',
      { class: 'other-account' },
      h('p', { class: 'quiet' }, m.otherAccount),
      h('button', { type: 'button', class: 'button text', on: { click: () => store.set({ selected: other.id }) } }, m.openAccount),
    );
  return h(
    'section',
    { class: 'claims' },
    h('h3', {}, m.claims),
    event.claims.length === 0 && h('p', { class: 'quiet' }, m.noSource),
    event.contested && h('p', { class: 'disagreement' }, icon('warning'), h('span', {}, m.contested(event.contestedIn.map((one) => m.disputes[one] ?? one).join(', ')))),
    h(
      'div',
      { class: 'claim-cards' },
      ...event.claims.map((claim) => card(claim, m)),
      ...accounts.flatMap((other) => other.claims.map((claim) => card(claim, m, open(other)))),
    ),
  );
}
