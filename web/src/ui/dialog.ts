// A dialog over the page: a head, a body that scrolls, a foot with buttons.
//
// In: what to put in. Out: a modal dialog; closing it by Escape or its cross is told by a callback.
// It must not know what it shows.

import type { Messages } from '../locale';
import { OVER } from '../state';
import { icon } from '../symbols';
import { fill, h } from './dom';

type Part = Node | string | null | false | undefined;

export interface Content {
  title: string;
  body: readonly Part[];
  foot: readonly Part[];
}

export interface Dialog {
  element: HTMLDialogElement;
  body: HTMLElement;
  /** Shows the content, opened first if it was not; `null` closes. */
  draw(content: Content | null, m: Messages): void;
}

/** How those are closed that are open. */
const open: (() => void)[] = [];
/** A way back that this page goes, for a dialog that was closed otherwise. */
let leaving = false;

/** Back closes what lies over the page, as people on a phone expect. */
function back(): void {
  const own = leaving;
  leaving = false;
  if (history.state === OVER) {
    // Forward again to where a dialog was.
    if (open.length === 0) history.replaceState(null, '');
    return;
  }
  if (!own) open.at(-1)?.();
  // Another was opened meanwhile, or this one is not to be closed now.
  if (open.length > 0) history.pushState(OVER, '');
}

/** After the last one is closed its entry is left; another may open in its stead. */
function leave(): void {
  if (open.length > 0 || history.state !== OVER || leaving) return;
  leaving = true;
  history.back();
}

export function createDialog(root: HTMLElement, name: string, close: () => void): Dialog {
  const title = h('h2', { id: `${name}-title`, tabindex: -1 });
  const cross = h('button', { type: 'button', class: 'button plain', on: { click: close } }, icon('close'));
  const body = h('div', { class: 'dialog-body', tabindex: 0 });
  const foot = h('div', { class: 'dialog-foot' });
  const element = h(
    'dialog',
    { class: `dialog ${name}`, 'aria-labelledby': `${name}-title` },
    h('div', { class: 'dialog-head' }, title, cross),
    body,
    foot,
  );
  // Escape closes by way of the state, as every other way does. The key is taken before the browser makes it a wish to
  // close: that can be refused once only, and the next one closes without asking. The wish itself comes by other ways.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !element.open) return;
    event.preventDefault();
    close();
  });
  element.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  root.append(element);
  // However many dialogs there are, it is one listener.
  addEventListener('popstate', back);
  // The page was loaded anew under a dialog.
  if (open.length === 0 && history.state === OVER) history.replaceState(null, '');
  /** Who had the focus before the dialog took it. */
  let opener: Element | null = null;
  return {
    element,
    body,
    draw(content, m) {
      if (content === null) {
        if (!element.open) return;
        element.close();
        fill(body);
        fill(foot);
        open.splice(open.indexOf(close), 1);
        setTimeout(leave);
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
        return;
      }
      title.textContent = content.title;
      cross.setAttribute('aria-label', m.close);
      const held = body.scrollTop;
      fill(body, ...content.body);
      body.scrollTop = held;
      fill(foot, ...content.foot);
      foot.hidden = foot.childElementCount === 0;
      if (element.open) return;
      opener = document.activeElement;
      element.showModal();
      open.push(close);
      if (history.state !== OVER) history.pushState(OVER, '');
      title.focus({ preventScroll: true });
    },
  };
}

export interface ButtonLook {
  primary?: boolean;
  danger?: boolean;
  aside?: boolean;
  disabled?: boolean;
  title?: string;
}

/** A button that keeps the focus when its place is drawn anew. */
export function button(key: string, text: string | Part[], click: () => void, look: ButtonLook = {}): HTMLButtonElement {
  const kind = [look.primary && 'primary', look.danger && 'danger', look.aside && 'aside'].filter(Boolean).join(' ');
  return h(
    'button',
    { type: 'button', class: `button ${kind}`.trim(), key, disabled: look.disabled ?? false, title: look.title, on: { click } },
    ...(typeof text === 'string' ? [text] : text),
  );
}
