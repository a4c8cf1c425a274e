// Buttons that copy, and say that they did.
//
// In: what to copy and what the button says. Out: a button. It must not know what it copies.

import type { Messages } from '../locale';
import { icon, type IconName } from '../symbols';
import { copyText, h } from './dom';

/** How long a button says what came of it. */
const SAID_MS = 2_000;

export function copyButton(key: string, text: string, what: () => string, m: Messages, look: { sign?: IconName; name?: string; class?: string } = {}): HTMLElement {
  const words = h('span', {}, text);
  const said = h('span', { class: 'off-screen', role: 'status' });
  const copy = async (): Promise<void> => {
    const result = (await copyText(what())) ? m.copied : m.notCopied;
    words.textContent = said.textContent = result;
    setTimeout(() => {
      words.textContent = text;
      said.textContent = '';
    }, SAID_MS);
  };
  return h('button', { type: 'button', class: look.class ?? 'button', key, title: look.name, 'aria-label': look.name, on: { click: () => void copy() } }, look.sign && icon(look.sign), words, said);
}
