// Bringing in a list: drop or choose, preview, import, result.
//
// In: the import in the store. Out: a dialog that leads through it. It must not know how rows are read: the server's
// report is shown as it is.

import { formatCount, messages, reason, type Messages } from '../locale';
import {
  ApiError,
  askCancel,
  backToPreview,
  beginImport,
  cancelImport,
  closeImport,
  doImport,
  mapColumn,
  rejectsCsv,
  rejectsPath,
  retryImport,
  said,
  showLine,
  type ImportFlow,
  type ImportReport,
  type State,
  type FlowStep,
  type Store,
} from '../state';
import { icon } from '../symbols';
import { columnsView } from './columns';
import { button, createDialog, type Content } from './dialog';
import { h, isolated, saveText } from './dom';
import { failure } from './failure';
import { createDropZone } from './drop';
import { previewView, type PreviewView } from './preview';
import { createProgress, type ProgressView } from './progress';
import { firstRows } from './report';
import { resultView, undoButtons } from './result';

/** Types a file picker offers; any file may be dropped, the server decides. */
const ACCEPT = '.csv,.tsv,.txt,.xlsx,.geojson,.json,.ndjson,.gpkg,text/csv,text/tab-separated-values,text/plain,application/geo+json';

export function createImporter(root: HTMLElement, store: Store<State>, map: HTMLElement): { choose: () => void } {
  const input = h('input', { type: 'file', accept: ACCEPT, class: 'off-screen', 'aria-hidden': 'true', tabindex: -1 });
  root.append(input);
  const choose = (): void => input.click();
  // What is being written is cancelled, not left alone: else a person would not know what became of it. And not by a key
  // that was meant for something else: closing asks first, and a second Escape goes on.
  const leave = (): void => {
    const step = store.get().flow?.step;
    if (step?.at === 'importing') askCancel(store, !step.asking);
    else closeImport(store);
  };
  const dialog = createDialog(root, 'importer', leave);
  let progress: ProgressView | null = null;
  let view = newView();

  const draw = (): void => {
    const { flow, lang } = store.get();
    const m = messages(lang);
    progress = null;
    dialog.draw(flow && content(flow, m), m);
    dialog.element.classList.toggle('rereading', flow?.step.at === 'preview' && flow.step.rereading);
  };

  const content = (flow: ImportFlow, m: Messages): Content => ({
    title: flow.step.at === 'done' ? m.resultTitle(isolated(flow.file.name)) : m.importTitle(isolated(flow.file.name)),
    body: body(flow, m),
    foot: foot(flow, m),
  });

  const body = ({ step, options }: ImportFlow, m: Messages): (HTMLElement | false)[] => {
    switch (step.at) {
      case 'reading':
      case 'importing':
        progress = createProgress(m, step);
        return [progress.element];
      case 'failed': {
        const detected = step.error instanceof ApiError ? step.error.detected : null;
        if (detected) {
          return [
            h('p', { class: 'reading', role: 'alert' }, icon('warning'), h('span', {}, m.sayWhere)),
            columnsView(detected, m, { open: true }, (column, field) => mapColumn(store, column, field)) ?? false,
          ];
        }
        return [failure(said(step.error), '', m, failed(step, m).title)];
      }
      case 'cancelled':
        return [h('div', { class: 'busy' }, h('p', { class: 'headline', role: 'status' }, m.cancelled))];
      case 'preview':
        return [previewView(step.report, options, m, store, view, map)];
      case 'done':
        return [resultView(step, m, store, view, map)];
    }
  };

  const foot = ({ file, step, understood }: ImportFlow, m: Messages): (HTMLElement | false)[] => {
    switch (step.at) {
      case 'reading':
        return [button('cancel', m.cancel, leave)];
      case 'importing':
        if (!step.asking) return [button('cancel', m.cancel, () => cancelImport(store), { disabled: step.cancelling })];
        return [
          h('p', { class: 'again', role: 'alert' }, m.askCancel),
          button('cancel', m.doCancel, () => cancelImport(store), { danger: true }),
          button('go-on', m.doGoOn, () => askCancel(store, false), { primary: true }),
        ];
      case 'failed':
        return [
          button('again', m.again, choose),
          understood !== null && button('back', m.backToPreview, () => backToPreview(store)),
          failed(step, m).retry && button('retry', m.retry, () => retryImport(store), { primary: true }),
        ];
      case 'cancelled':
        return [button('again', m.again, choose), button('close', m.close, leave, { primary: true })];
      case 'preview': {
        const { report, rereading } = step;
        // Merged rows bring no event of their own, though perhaps something to one.
        const count = report.added + report.updated;
        const idle = count === 0 && report.merged === 0;
        const text = count > 0 ? m.doImport(count, formatCount(m, count)) : idle ? m.nothingNew : m.doImportRows;
        return [
          saveRejects(file, report, m),
          h('p', { class: 'again', role: 'status' }, rereading ? m.rereading : ''),
          button('cancel', m.cancel, leave),
          button('import', text, () => doImport(store), { primary: true, disabled: idle || rereading }),
        ];
      }
      case 'done':
        return [
          step.report.rejected > 0 && step.report.importId !== null && h('a', { class: 'button aside', key: 'rejects', href: rejectsPath(step.report.importId), download: '' }, icon('save'), m.saveRejects),
          ...undoButtons(step, m, store),
          step.undo !== 'ask' && button('finish', typeof step.undo === 'object' ? m.close : m.finish, leave, { primary: true }),
        ];
    }
  };

  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file) beginImport(store, file);
  });
  store.on(['flow'], ({ flow }, { flow: before }) => {
    if (flow && flow.file !== before?.file) view = newView();
    const step = flow?.step;
    const same = step && before && step.at === before.step.at && flow.file === before.file;
    if (same && (step.at === 'reading' || step.at === 'importing') && progress) {
      progress.update(step);
      if (before.step.at === step.at && before.step.asking !== step.asking) {
        draw();
        focusMain(dialog.element);
        return;
      }
      if (before.step.at === step.at && before.step.cancelling === step.cancelling) return;
      dialog.element.querySelector<HTMLButtonElement>('[data-key="cancel"]')?.toggleAttribute('disabled', step.cancelling);
      return;
    }
    // What was typed, or a row to be shown: the step is the same, and stays as it is drawn.
    if (same && step === before.step) return;
    draw();
    if (!same && step && step.at !== 'reading') focusMain(dialog.element);
  });
  store.on(['flow'], ({ flow }, { flow: before }) => {
    if (flow?.shownLine && flow.shownLine !== before?.shownLine) showRow(flow.shownLine);
  });
  store.on(['lang'], draw);
  createDropZone(root, store, (file) => beginImport(store, file));

  /** Brings a row of the table into sight, listed or not. */
  const showRow = (line: number): void => {
    const { flow } = store.get();
    const step = flow?.step;
    if (step?.at !== 'preview' && step?.at !== 'done') return;
    const at = step.report.verdicts.findIndex((verdict) => verdict.line === line);
    view.table.tab = 'all';
    view.table.rows = Math.max(view.table.rows, at + 1);
    draw();
    const row = dialog.body.querySelector(`[data-line="${line}"]`);
    row?.classList.add('shown');
    row?.scrollIntoView({ block: 'center' });
    showLine(store, null);
  };
  return { choose };
}

const newView = (): PreviewView => ({ columns: { open: false }, table: firstRows() });

/** Only of delimited text the page can say how a row was written; the server keeps those of the others. */
const saveRejects = (file: File, report: ImportReport, m: Messages): HTMLElement | false =>
  report.rejected > 0 &&
  report.detected.container === 'text' &&
  button(
    'rejects',
    [icon('save'), m.saveRejects],
    () =>
      void file.arrayBuffer().then((bytes) => {
        const csv = rejectsCsv(bytes, report, (why) => reason(why, m).text);
        // The mark tells spreadsheets that this is UTF-8.
        if (csv) saveText(`\ufeff${csv}`, file.name.replace(/(\.\w+)?$/, '-rejected.csv'), 'text/csv;charset=utf-8');
      }),
    { aside: true },
  );

function failed({ error, dryRun }: Extract<FlowStep, { at: 'failed' }>, m: Messages): { title: string; retry: boolean } {
  if (!(error instanceof ApiError)) return { title: m.importErrors.problem, retry: true };
  if (error.kind === 'network') return { title: dryRun ? m.importErrors.network : m.importErrors.lost, retry: dryRun };
  if (error.kind === 'format') return { title: m.importErrors.format, retry: true };
  if (error.status === 413) return { title: m.importErrors.tooLarge, retry: false };
  if (error.status === 401 || error.status === 403) return { title: m.importErrors.forbidden, retry: false };
  return { title: m.importErrors.problem, retry: error.status === 503 };
}

/** The main button of the step, so that Enter goes on. */
function focusMain(dialog: HTMLElement): void {
  const main = dialog.querySelector<HTMLElement>('.dialog-foot .primary:not([disabled])');
  (main ?? dialog.querySelector<HTMLElement>('#importer-title'))?.focus({ preventScroll: true });
}
