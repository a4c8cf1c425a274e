// What went wrong, told aloud.
//
// In: what the server said of it, and what to say where it said nothing. Out: an element. It must not know what was asked.

import { reason, type Messages } from '../locale';
import type { Refusal } from '../state';
import { h } from './dom';

export function failure({ detail, detailFr }: Refusal, or: string, m: Messages, title = ''): HTMLElement {
  const { text, lang } = reason({ why: detail, whyFr: detailFr }, m);
  return h('div', { class: 'failure', role: 'alert' }, title !== '' && h('h3', {}, title), text !== '' ? h('p', { dir: 'auto', lang }, text) : or !== '' && h('p', {}, or));
}
