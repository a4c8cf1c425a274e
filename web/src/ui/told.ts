// An event that waits for its place, as its list tells it: when, what, who, how many, in which words.
//
// In: an event. Out: an element. It must not know where it may have been, nor the queue.

import { formatCount, formatSpan, titleIn, type Messages } from '../locale';
import type { AzEvent } from '../state';
import { h, linked } from './dom';
import { people } from './draft';

export function toldView(event: AzEvent, m: Messages): HTMLElement {
  const { span, datePrecision, kindText, attributes } = event;
  const asked = [event.asked.name, event.asked.commune, event.asked.cercle, event.asked.region].filter(Boolean).join(', ');
  return h(
    'div',
    { class: 'told-event' },
    h('p', { class: 'strong' }, span ? formatSpan(m, span, datePrecision, true) : m.unknownDate, span && datePrecision && datePrecision !== 'day' && h('span', { class: 'quiet' }, ` · ${m.datePrecisions[datePrecision]}`)),
    h('p', {}, m.kinds[event.kind], kindText !== '' && titleIn(m, kindText) !== m.kinds[event.kind] && h('bdi', { class: 'quiet' }, ` · ${kindText}`)),
    asked !== '' && h('p', { class: 'strong', dir: 'auto' }, m.asWritten(asked)),
    people({ event }, m),
    attributes.length > 0 && h('dl', { class: 'facts' }, ...attributes.flatMap(([name, value]) => [h('dt', { dir: 'auto' }, name), h('dd', { dir: 'auto' }, ...linked(value))])),
    h('p', { class: 'quiet' }, h('bdi', {}, event.list), event.line !== null && `, ${m.line(formatCount(m, event.line))}`, event.listSource !== '' && event.listSource !== event.list && h('bdi', {}, ` · ${event.listSource}`)),
  );
}
