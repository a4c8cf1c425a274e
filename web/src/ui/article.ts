// A text to be read: pasted in, with the day it was published.
//
// In: what is pasted in the store. Out: a dialog; what is typed goes to the state. It must not know how a text is read.

import { messages, type Messages } from '../locale';
import { ApiError, closePasting, MAX_TEXT, NO_TEXT, readPasted, said, SILENCE, type, type ArticleForm, type Pasting, type State, type Store } from '../state';
import { button, createDialog } from './dialog';
import { h } from './dom';
import { failure } from './failure';

export function createArticle(root: HTMLElement, store: Store<State>): void {
  const dialog = createDialog(root, 'article', () => closePasting(store));
  const draw = (): void => {
    const { pasting, lang } = store.get();
    const m = messages(lang);
    dialog.draw(pasting && { title: m.articleTitle, body: body(pasting, m, store), foot: foot(pasting, m, store) }, m);
  };
  store.on(['pasting', 'lang'], ({ pasting }, { pasting: before }) => {
    if (pasting === null && before === null) return;
    draw();
    if (pasting && (!before || pasting.error === NO_TEXT)) dialog.element.querySelector('textarea')?.focus();
  });
  dialog.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void readPasted(store);
  });
}

function body({ form, reading, error }: Pasting, m: Messages, store: Store<State>): HTMLElement[] {
  const field = (name: Exclude<keyof ArticleForm, 'text'>, label: string, kind: string, hint: string): HTMLElement => {
    const input = h('input', { type: kind, name, key: `article-${name}`, value: form[name], maxlength: 500, autocomplete: 'off', disabled: reading, 'aria-describedby': hint && `${name}-hint`, on: { input: () => type(store, name, input.value.trim()) } });
    return h('div', { class: 'article-field' }, h('label', {}, h('span', {}, label), input), hint !== '' && h('p', { class: 'quiet', id: `${name}-hint` }, hint));
  };
  const text = h('textarea', { key: 'article-text', required: true, rows: 12, maxlength: MAX_TEXT, disabled: reading, dir: 'auto', on: { input: () => type(store, 'text', text.value) } });
  text.value = form.text;
  return [
    h('p', { class: 'quiet' }, m.articleHint),
    ...(error === null ? [] : [failure(error === NO_TEXT ? SILENCE : said(error), error === NO_TEXT ? m.noText : error instanceof ApiError && error.kind === 'format' ? m.importErrors.format : m.searchFailed, m)]),
    h('label', { class: 'article-paste' }, h('span', {}, m.articleText), text),
    h('div', { class: 'article-form' }, field('published', m.published, 'date', m.publishedHint), field('title', m.articleName, 'text', ''), field('source', m.source, 'text', ''), field('link', m.articleLink, 'url', '')),
    h('p', { class: 'off-screen', role: 'status' }, reading ? m.readingText : ''),
  ];
}

const foot = ({ reading }: Pasting, m: Messages, store: Store<State>): HTMLElement[] => [
  button('cancel', m.cancel, () => closePasting(store)),
  button('read', reading ? m.readingText : m.readText, () => void readPasted(store), { primary: true, disabled: reading }),
];
