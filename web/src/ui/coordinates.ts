// A position in every form, each to be copied.
//
// In: a position. Out: rows with a button each. It must not know where it is.

import { formsOf, type Messages } from '../locale';
import type { Position } from '../state';
import { copyButton } from './copying';
import { h } from './dom';

export function coordinates(position: Position, m: Messages): HTMLElement {
  const forms = formsOf(position);
  const rows = (['decimal', 'dms', 'mgrs'] as const).flatMap((form) => {
    const value = forms[form];
    if (value === null) return [];
    const name = m.coordinateForms[form];
    return [h('dt', {}, name), h('dd', {}, copyButton(`copy-${form}`, value, () => value, m, { sign: 'copy', name: m.copyAs(name, value), class: 'button text copy' }))];
  });
  return h('dl', { class: 'facts coordinates' }, ...rows);
}
