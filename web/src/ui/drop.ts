// Dropping a file anywhere on the page.
//
// In: drags. Out: a cover that says what will happen, then the file. It must not know what is done with it.

import { messages } from '../locale';
import type { State, Store } from '../state';
import { icon } from '../symbols';
import { fill, h } from './dom';

export function createDropZone(root: HTMLElement, store: Store<State>, take: (file: File) => void): void {
  const zone = h('div', { class: 'drop-zone', hidden: true, 'aria-hidden': 'true' });
  root.append(zone);
  let depth = 0;
  const show = (visible: boolean): void => {
    const m = messages(store.get().lang);
    if (visible) fill(zone, h('div', {}, icon('open'), h('strong', {}, m.dropHere), h('span', {}, m.dropHint)));
    zone.hidden = !visible;
  };
  const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  window.addEventListener('dragenter', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    depth += 1;
    show(true);
  });
  window.addEventListener('dragover', (event) => {
    if (hasFile(event)) event.preventDefault();
  });
  window.addEventListener('dragleave', (event) => {
    if (!hasFile(event)) return;
    depth = Math.max(0, depth - 1);
    if (depth === 0) show(false);
  });
  window.addEventListener('drop', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  });
}
