// Who says what, side by side.
//
// In: an event. Out: one card per claim, and numbers of people in words. It must not know the map.

import { formatCount, type Messages } from '../locale';
import type { AzEvent, Figure } from '../state';
import { h } from './dom';

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

const unknown = ({ low, best, high }: Figure): boolean => low === null && best === null && high === null;

export function claims(event: AzEvent, m: Messages): HTMLElement | HTMLElement {
  return h(
    'section',
    { class: 'claims' },
    h('h3', {}, m.claims),
    h(
      'div',
      { class: 'claim-cards' },
      ...event.claims.map((claim) =>
        h(
          'article',
          { class: 'claim' },
          h('h4', { dir: 'auto' }, claim.source || m.noSource),
          claim.text ? h('blockquote', { dir: 'auto' }, claim.text) : h('p', { class: 'quiet' }, m.claimNoText),
          h(
            'dl',
            { class: 'facts' },
            h('dt', {}, m.deaths),
            h('dd', { class: unknown(claim.deaths) ? 'quiet' : '' }, figureText(claim.deaths, m)),
            ...(unknown(claim.injured) ? [] : [h('dt', {}, m.injured), h('dd', {}, figureText(claim.injured, m))]),
          ),
        ),
      ),
    ),
    event.claims.length === 0 && h('p', { class: 'quiet' }, m.noSource),
  );
}
