// Why something is so, in a quiet line of its own.
//
// In: what the server says in each language. Out: an element, or none where it says nothing. It must not know of what.

import { reason, type Messages } from '../locale';
import { h } from './dom';

export function because(of: Parameters<typeof reason>[0], m: Messages): HTMLElement | false {
  const { text, lang } = reason(of, m);
  return text !== '' && h('p', { class: 'quiet', lang }, text);
}
