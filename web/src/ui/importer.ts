// Bringing in a list: drop or choose, preview, import, result.
//
// In: a file. Out: a dialog that leads through it, and an import when the person says so.
// It must not know how rows are read: the server's report is shown as it is.

import { formatCount, messages, type Messages } from '../locale';
import { ApiError, boundsOf, importList, load, rejectsCsv, type ImportReport, type State, type Store } from '../state';
import { icon } from '../symbols';
import { fill, h, saveText } from './dom';
import { reportView } from './report';

type Step =
  | { at: 'reading' | 'importing' }
  | { at: 'preview' | 'done'; report: ImportReport }
  | { at: 'failed'; title: string; detail: string; retry: boolean };

/** Types a file picker offers; any file may be dropped, the server decides. */
const ACCEPT = '.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain';

export function createImporter(root: HTMLElement, store: Store<State>): { choose: () => void } {
  const dialog = h('dialog', { class: 'importer', 'aria-labelledby': 'import-title' });
  const input = h('input', { type: 'file', accept: ACCEPT, class: 'off-screen', 'aria-hidden': 'true', tabindex: -1 });
  root.append(dialog, input);
  const options = { source: '', licence: '' };
  let step: Step = { at: 'reading' };
  let running: AbortController | null = null;

  const t = (): Messages => messages(store.get().lang);
  const draw = (): void => {
    const file = store.get().file;
    if (file) fill(dialog, ...view(file));
  };
  const go = (next: Step): void => {
    step = next;
    draw();
  };
  const close = (): void => {
    running?.abort();
    dialog.close();
    store.set({ file: null });
    input.value = '';
  };
  const choose = (): void => input.click();

  const send = async (file: File, dryRun: boolean): Promise<void> => {
    running?.abort();
    const mine = (running = new AbortController());
    go({ at: dryRun ? 'reading' : 'importing' });
    try {
      const report = await importList(file, { dryRun, ...options }, mine.signal);
      if (mine.signal.aborted) return;
      go({ at: dryRun ? 'preview' : 'done', report });
      if (!dryRun) {
        await load(store);
        showAdded(store, report);
      }
    } catch (error) {
      if (!mine.signal.aborted) go(failure(error, t()));
    }
    focusFirst(dialog);
  };

  const view = (file: File): HTMLElement[] => {
    const m = t();
    const done = step.at === 'done';
    return [
      h(
        'div',
        { class: 'dialog-head' },
        h('h2', { id: 'import-title', tabindex: -1, key: 'title' }, done ? m.resultTitle(file.name) : m.importTitle(file.name)),
        h('button', { type: 'button', class: 'button plain', key: 'close', 'aria-label': m.close, on: { click: close } }, icon('close')),
      ),
      h('div', { class: 'dialog-body', tabindex: 0 }, ...body(m)),
      h('div', { class: 'dialog-foot' }, ...foot(file, m)),
    ];
  };

  const body = (m: Messages): HTMLElement[] => {
    switch (step.at) {
      case 'reading':
      case 'importing':
        return [
          h('div', { class: 'busy', role: 'status' }, h('progress', { 'aria-label': m[step.at] }), h('p', {}, m[step.at])),
        ];
      case 'failed':
        return [h('div', { class: 'failure', role: 'alert' }, h('h3', {}, step.title), h('p', { dir: 'auto' }, step.detail))];
      case 'preview':
        return [reportView(step.report, m), terms(m)];
      case 'done':
        return [reportView(step.report, m)];
    }
  };

  const terms = (m: Messages): HTMLElement => {
    const field = (name: 'source' | 'licence', label: string, hint: string): HTMLElement =>
      h('label', {}, h('span', {}, label), h('input', {
        name, value: options[name], placeholder: hint, key: name, maxlength: 200,
        on: { input: (event) => (options[name] = (event.target as HTMLInputElement).value) },
      }));
    return h('div', { class: 'terms' }, field('source', m.source, m.sourceHint), field('licence', m.licenceOptional, m.licenceHint));
  };

  const foot = (file: File, m: Messages): (HTMLElement | false)[] => {
    const button = (text: string, key: string, click: () => void, primary = false, disabled = false): HTMLElement =>
      h('button', { type: 'button', class: `button${primary ? ' primary' : ''}`, key, disabled, on: { click } }, text);
    const cancel = button(m.cancel, 'cancel', close);
    switch (step.at) {
      case 'reading':
      case 'importing':
        return [cancel];
      case 'failed':
        return [
          button(m.again, 'again', choose),
          step.retry && button(m.retry, 'retry', () => void send(file, true), true),
        ];
      case 'preview': {
        const { report } = step;
        const count = report.added + report.updated + report.merged;
        const text = count > 0 ? m.doImport(count, formatCount(m, count)) : m.nothingNew;
        return [saveRejects(file, report, m), cancel, button(text, 'import', () => void send(file, false), true, count === 0)];
      }
      case 'done':
        return [saveRejects(file, step.report, m), button(m.finish, 'finish', close, true)];
    }
  };

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) store.set({ file });
  });
  store.on(['file'], ({ file }) => {
    if (!file) return;
    options.source = options.licence = '';
    if (!dialog.open) dialog.showModal();
    void send(file, true);
  });
  store.on(['lang'], draw);
  createDropZone(root, store);
  return { choose };
}

const saveRejects = (file: File, report: ImportReport, m: Messages): HTMLElement | false =>
  report.rejected > 0 &&
  h(
    'button',
    {
      type: 'button',
      class: 'button aside',
      key: 'rejects',
      on: {
        click: () =>
          void file.arrayBuffer().then((bytes) => {
            const csv = rejectsCsv(bytes, report);
            // The mark tells spreadsheets that this is UTF-8.
            if (csv) saveText(`\ufeff${csv}`, file.name.replace(/(\.\w+)?$/, '-rejected.csv'), 'text/csv;charset=utf-8');
          }),
      },
    },
    icon('save'),
    m.saveRejects,
  );

function failure(error: unknown, m: Messages): Step {
  if (!(error instanceof ApiError)) return { at: 'failed', title: m.importErrors.problem, detail: String(error), retry: true };
  const say = (title: string, retry: boolean): Step => ({ at: 'failed', title, detail: error.detail || error.title, retry });
  if (error.kind === 'network') return say(m.importErrors.network, true);
  if (error.kind === 'format') return say(m.importErrors.format, true);
  if (error.status === 413) return say(m.importErrors.tooLarge, false);
  if (error.status === 401 || error.status === 403) return say(m.importErrors.forbidden, false);
  return say(m.importErrors.problem, false);
}

/** Moves the map to what the list brought. */
function showAdded(store: Store<State>, report: ImportReport): void {
  const brought = report.verdicts.flatMap(({ position, verdict }) =>
    position && (verdict === 'added' || verdict === 'updated' || verdict === 'merged') ? [position] : [],
  );
  const bounds = boundsOf(brought);
  store.set({ kinds: new Set(), from: null, to: null, ...(bounds ? { goTo: { bounds, maxZoom: 9 } } : {}) });
}

/** The main button of the step, so that Enter goes on. */
function focusFirst(dialog: HTMLDialogElement): void {
  const main = dialog.querySelector<HTMLElement>('.dialog-foot .primary:not([disabled])');
  (main ?? dialog.querySelector<HTMLElement>('#import-title'))?.focus();
}

function createDropZone(root: HTMLElement, store: Store<State>): void {
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
    if (file) store.set({ file });
  });
}
