// A text with the words that were recognised, each with what it was taken for and why.
//
// In: an article. Out: the text, and a line under it that explains the word pointed at, by mouse, touch or keys. It must not
// know drafts beyond the one that is looked at.

import { formatCount, reason, type Messages } from '../locale';
import type { Article, Draft, Mention } from '../state';
import { icon } from '../symbols';
import { h } from './dom';

/** The pieces of a text: those recognised, those between; positions count characters as Unicode has them. */
export function pieces(text: string, mentions: readonly Mention[]): { text: string; start: number; mention: Mention | null }[] {
  const letters = [...text];
  const found: { text: string; start: number; mention: Mention | null }[] = [];
  let at = 0;
  const put = (end: number, mention: Mention | null): void => {
    if (end > at) found.push({ text: letters.slice(at, end).join(''), start: at, mention });
    at = Math.max(at, end);
  };
  for (const mention of [...mentions].sort((a, b) => a.start - b.start)) {
    if (mention.start < at || mention.end > letters.length) continue;
    put(mention.start, null);
    put(mention.end, mention);
  }
  put(letters.length, null);
  return found;
}

const nameOf = ({ takenFor, masked }: Mention, m: Messages): string => (masked === null ? m.takenFor[takenFor] : m.maskedAs(m.masks[masked]));

/** Words that are marked at most: a browser takes seconds for more, and a text of 1 MB may have twenty thousand. */
const MOST_MARKS = 1_500;

export function highlighted({ text, mentions: all }: Article, draft: Draft | null, number: number, m: Messages): HTMLElement {
  const mentions = all.slice(0, MOST_MARKS);
  const why = h('p', { class: 'mention-why', role: 'status' }, icon('info'), h('span', {}, m.mentionHint));
  const buttons: HTMLElement[] = [];
  const explain = (mention: Mention, word: string, button: HTMLElement): void => {
    const told = reason(mention, m);
    root.querySelector('.mention.shown')?.classList.remove('shown');
    button.classList.add('shown');
    why.replaceChildren(h('strong', { dir: 'auto' }, word), h('span', { class: `taken taken-${mention.takenFor}` }, nameOf(mention, m)), h('span', { lang: told.lang }, told.text));
  };
  const parts = pieces(text, mentions).map(({ text: words, start, mention }) => {
    const told = draft !== null && start >= draft.start && start < draft.end;
    if (!mention) return h('span', told ? { class: 'told' } : {}, words);
    const own = mention.draft === null || mention.draft === number;
    const show = (): void => explain(mention, words, button);
    // A button of the page could not be broken where the line is.
    const button: HTMLElement = h(
      'span',
      {
        role: 'button',
        class: `mention taken taken-${mention.takenFor}${own ? '' : ' of-another'}${told ? ' told' : ''}`,
        // By this the focus finds it again when what is near has come, and all is drawn anew.
        key: `mention-${start}`,
        // One stop for Tab, where the focus was; arrows go on from word to word.
        tabindex: buttons.length === 0 ? 0 : -1,
        on: { focus: () => (rest(button, buttons), show()), mouseenter: show, click: show },
      },
      words,
      h('span', { class: 'off-screen' }, ` (${nameOf(mention, m)})`),
    );
    buttons.push(button);
    return button;
  });
  const root = h('div', { class: 'read' }, legend(mentions, m), all.length > MOST_MARKS && h('p', { class: 'quiet' }, m.marksCut(formatCount(m, MOST_MARKS), formatCount(m, all.length))), h('div', { class: 'article-text', dir: 'auto' }, ...parts), why);
  root.addEventListener('keydown', (event) => walk(event, buttons));
  return root;
}

function walk(event: KeyboardEvent, buttons: readonly HTMLElement[]): void {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const here = buttons.indexOf(event.target as HTMLElement);
  const next = by === undefined ? undefined : buttons[(here + by + buttons.length) % buttons.length];
  if (here < 0 || !next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

/** Makes one of them the stop for Tab. */
function rest(stop: HTMLElement, buttons: readonly HTMLElement[]): void {
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}

/** What each look means, for those that are in the text. */
function legend(mentions: readonly Mention[], m: Messages): HTMLElement {
  const present = new Set(mentions.map(({ takenFor }) => takenFor));
  const names = (Object.keys(m.takenFor) as Mention['takenFor'][]).filter((name) => present.has(name));
  return h('ul', { class: 'taken-legend', 'aria-label': m.takenLegend }, ...names.map((name) => h('li', {}, h('span', { class: `taken taken-${name}` }, m.takenFor[name]))));
}
