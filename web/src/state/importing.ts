// Bringing in a list: preview, import, cancel, undo.
//
// In: the store and what the person does. Out: the store, changed. It must not know the page.

import * as api from '../api';
import type { ImportReport, Job, ListOptions } from '../api';
import { load } from './actions';
import { boundsOf } from './filter';
import { NO_OPTIONS, prefilled, remapped, understoodIn, type Begun, type FlowStep } from './flow';
import type { State } from './state';
import type { Store } from './store';

/** The run that the page waits for; there is never more than one. */
let running: { controller: AbortController; job: string | null; cancel: boolean } | null = null;

/** Opens the dialog for a file and reads it without writing anything. */
export function beginImport(store: Store<State>, file: File): void {
  // A list that is being written is not let go of by dropping another one.
  if (store.get().flow?.step.at === 'importing') return;
  store.set({ flow: { file, options: NO_OPTIONS, step: waiting('reading'), understood: null, shownLine: null } });
  void run(store, true);
}

/** Takes another option; what changes how rows are read is previewed anew. */
export function setOptions(store: Store<State>, patch: Partial<ListOptions>, rereading = Object.keys(patch).length > 0): void {
  const { flow } = store.get();
  if (!flow || flow.step.at !== 'preview') return;
  const options = { ...flow.options, ...patch };
  // Another sheet has other columns.
  if ('sheet' in patch) options.mapping = new Map();
  const step = { ...flow.step, rereading: flow.step.rereading || rereading };
  store.set({ flow: { ...flow, options, step, understood: understoodIn(flow), shownLine: null } });
  if (rereading) void run(store, true);
}

/** So long after the last letter of the source the list is previewed again: it says whose the ids are. */
const REREAD_AFTER_MS = 800;
let rereadLater: ReturnType<typeof setTimeout> | undefined;

/** Keeps the source and licence as they are being typed; nothing is drawn anew under the person's hands. */
export function setTerms(store: Store<State>, patch: Partial<Pick<ListOptions, 'source' | 'licence'>>): void {
  const { flow } = store.get();
  if (!flow) return;
  store.set({ flow: { ...flow, options: { ...flow.options, ...patch } } });
  if (!('source' in patch)) return;
  clearTimeout(rereadLater);
  rereadLater = setTimeout(() => setOptions(store, {}, true), REREAD_AFTER_MS);
}

/** Says what a column is, in a preview or where the lack of it was what failed. */
export function mapColumn(store: Store<State>, column: string, field: string | null): void {
  const { flow } = store.get();
  if (flow?.step.at === 'preview') setOptions(store, { mapping: remapped(flow.options, flow.step.report.detected, column, field).mapping });
  else if (flow?.step.at === 'failed' && flow.step.error instanceof api.ApiError && flow.step.error.detected) {
    store.set({ flow: { ...flow, options: remapped(flow.options, flow.step.error.detected, column, field), step: waiting('reading') } });
    void run(store, true);
  }
}

/** Marks the row that a symbol on the small map stands for. */
export function showLine(store: Store<State>, shownLine: number | null): void {
  const { flow } = store.get();
  if (flow) store.set({ flow: { ...flow, shownLine } });
}

export function doImport(store: Store<State>): void {
  const { flow } = store.get();
  if (flow?.step.at !== 'preview') return;
  clearTimeout(rereadLater);
  store.set({ flow: { ...flow, step: waiting('importing'), understood: understoodIn(flow) } });
  void run(store, false);
}

/** Tries again what failed. */
export function retryImport(store: Store<State>): void {
  const { flow } = store.get();
  if (flow?.step.at !== 'failed') return;
  const { dryRun } = flow.step;
  store.set({ flow: { ...flow, step: waiting(dryRun ? 'reading' : 'importing') } });
  void run(store, dryRun);
}

/** From a failure back to what was last understood. */
export function backToPreview(store: Store<State>): void {
  const { flow } = store.get();
  if (flow?.step.at !== 'failed' || !flow.understood) return;
  const { options, report } = flow.understood;
  store.set({ flow: { ...flow, options, step: { at: 'preview', report, rereading: false } } });
}

/** Asks the person whether what is being written is to be cancelled, or takes the question back. */
export function askCancel(store: Store<State>, asking: boolean): void {
  const { flow } = store.get();
  if (flow?.step.at === 'importing' && !flow.step.cancelling) store.set({ flow: { ...flow, step: { ...flow.step, asking } } });
}

/** Asks for the end of an import; the server says whether it came in time. */
export function cancelImport(store: Store<State>): void {
  const { flow } = store.get();
  if (!flow || flow.step.at !== 'importing' || !running) return;
  store.set({ flow: { ...flow, step: { ...flow.step, cancelling: true, asking: false } } });
  // Without a number yet it is cancelled as soon as it has one: breaking the upload off would leave open what became of it.
  running.cancel = true;
  if (running.job !== null) void api.cancelJob(running.job).catch(() => {});
}

/** Closes the dialog; what was only being read is broken off. */
export function closeImport(store: Store<State>): void {
  stopReading();
  clearTimeout(rereadLater);
  store.set({ flow: null });
}

export function askUndo(store: Store<State>, undo: 'no' | 'ask'): void {
  const { flow } = store.get();
  if (flow?.step.at === 'done') store.set({ flow: { ...flow, step: { ...flow.step, undo, error: null } } });
}

/** Undoes the import that the dialog shows. */
export async function undoThis(store: Store<State>): Promise<void> {
  const { flow } = store.get();
  if (flow?.step.at !== 'done' || flow.step.report.importId === null) return;
  const step = flow.step;
  const put = (patch: Partial<typeof step>): void => {
    const now = store.get().flow;
    if (now && now.file === flow.file) store.set({ flow: { ...now, step: { ...step, ...patch } } });
  };
  put({ undo: 'running', error: null });
  try {
    put({ undo: await api.undoImport(flow.step.report.importId) });
    await load(store);
  } catch (error) {
    put({ undo: 'no', error: error instanceof api.ApiError ? error : new api.ApiError('format', null, '', String(error)) });
  }
}

const waiting = (at: 'reading' | 'importing'): FlowStep => ({ at, job: null, begun: null, cancelling: false, asking: false });

function stopReading(): void {
  if (!running) return;
  const { controller, job } = running;
  running = null;
  controller.abort();
  if (job !== null) void api.cancelJob(job).catch(() => {});
}

async function run(store: Store<State>, dryRun: boolean): Promise<void> {
  stopReading();
  const flow = store.get().flow;
  if (!flow) return;
  const mine = (running = { controller: new AbortController(), job: null as string | null, cancel: false });
  const { signal } = mine.controller;
  const go = (step: FlowStep, options?: ListOptions): void => {
    const now = store.get().flow;
    if (now && running === mine) store.set({ flow: { ...now, options: options ?? now.options, step } });
  };
  let begun: Begun | null = null;
  const tell = (job: Job): void => {
    if (!begun && job.rowsDone > 0) begun = { at: performance.now(), rows: job.rowsDone };
    const now = store.get().flow?.step;
    // A preview that is shown stays until the next one is there.
    if (now?.at === 'reading' || now?.at === 'importing') go({ ...now, job, begun });
  };
  try {
    const started = await api.startImport(flow.file, dryRun, flow.options, signal);
    mine.job = started.id;
    if (mine.cancel) await api.cancelJob(started.id);
    tell(started);
    const ended = await api.watchJob(started.id, tell, signal);
    if (running !== mine) return;
    if (ended.state === 'cancelled') go({ at: 'cancelled' });
    else if (!ended.report) throw problemOf(ended);
    else if (dryRun) go({ at: 'preview', report: ended.report, rereading: false }, prefilled(store.get().flow?.options ?? flow.options, ended.report));
    else {
      go({ at: 'done', report: ended.report, undo: 'no', error: null });
      running = null;
      await load(store);
      showAdded(store, ended.report);
    }
  } catch (error) {
    go({ at: 'failed', error, dryRun });
  } finally {
    if (running === mine) running = null;
  }
}

function problemOf({ problem }: Job): api.ApiError {
  return new api.ApiError('problem', problem?.status ?? null, problem?.title ?? '', problem?.detail ?? '', problem?.detected ?? null, problem?.detailFr ?? '');
}

/** Moves the map to what the list brought. */
function showAdded(store: Store<State>, report: ImportReport): void {
  const brought = report.verdicts.flatMap(({ position, verdict }) =>
    position && (verdict === 'added' || verdict === 'updated' || verdict === 'merged') ? [position] : [],
  );
  const bounds = boundsOf(brought);
  store.set({ kinds: new Set(), from: null, to: null, ...(bounds ? { goTo: { bounds, maxZoom: 9 } } : {}) });
}
