// Imports: sending a list, watching it come in, and what was imported before.
//
// In: what the state asks for. Out: reports, jobs, imports, or an ApiError. It must not know the page.

import { ApiError, ask, get } from './client';
import { readImports, readJob, readUndone } from './reported';
import type { ImportRecord, Job, ListOptions, Undone } from './report';

/** A connection that was lost is sought again so often before the person is told. */
const MAX_LOST = 5;

/** Sends the list; the server reads it while this page watches. */
export async function startImport(file: File, dryRun: boolean, options: ListOptions, signal: AbortSignal): Promise<Job> {
  const form = new FormData();
  // Small fields first, so that the server knows what to do before the file streams in.
  form.set('dry_run', String(dryRun));
  if (options.source) form.set('source', options.source);
  if (options.licence) form.set('licence', options.licence);
  if (options.sheet) form.set('sheet', options.sheet);
  if (options.dayFirst !== null) form.set('dates', options.dayFirst ? 'day-first' : 'month-first');
  for (const [column, field] of options.mapping) form.append('map', `${field ?? 'none'}=${column}`);
  form.set('file', file, file.name);
  const headers = { Accept: 'application/json', Prefer: 'respond-async' };
  return readJob(await ask('/imports', { method: 'POST', body: form, signal, headers }));
}

const jobPath = (id: string): string => `/imports/jobs/${encodeURIComponent(id)}`;

/** Tells how far the job is until it has ended. Giving up on watching does not cancel it. */
export function watchJob(id: string, tell: (job: Job) => void, signal: AbortSignal): Promise<Job> {
  return new Promise((done, failed) => {
    const source = new EventSource(jobPath(id));
    let lost = 0;
    const close = (): void => {
      source.close();
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      close();
      failed(new DOMException('', 'AbortError'));
    };
    const read = (event: MessageEvent<string>): Job | null => {
      lost = 0;
      try {
        return readJob(JSON.parse(event.data));
      } catch {
        close();
        failed(new ApiError('format', 200, '', ''));
        return null;
      }
    };
    source.addEventListener('progress', (event) => {
      const job = read(event);
      if (job) tell(job);
    });
    source.addEventListener('end', (event) => {
      const job = read(event);
      close();
      if (job) done(job);
    });
    // The browser seeks the connection again by itself, unless the server refused.
    source.addEventListener('error', () => {
      lost += 1;
      if (source.readyState !== EventSource.CLOSED && lost < MAX_LOST) return;
      close();
      failed(new ApiError('network', null, '', ''));
    });
    signal.addEventListener('abort', giveUp);
  });
}

/** Asks the server to break a job off; one that has ended is left as it is. */
export async function cancelJob(id: string): Promise<void> {
  try {
    await ask(jobPath(id), { method: 'DELETE' });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
}

/** All imports, the newest first. */
export const imports = async (): Promise<ImportRecord[]> => readImports(await get('/imports'));

export const undoImport = async (id: string): Promise<Undone> =>
  readUndone(await ask(`/imports/${encodeURIComponent(id)}`, { method: 'DELETE', headers: { Accept: 'application/json' } }));

/** Where the rejected rows of an import are, as CSV to mend. */
export const rejectsPath = (id: string): string => `/imports/${encodeURIComponent(id)}/rejects`;
