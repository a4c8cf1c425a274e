// How far an import is: a bar, rows, speed, time left.
//
// In: the step that waits. Out: elements that change in place, since they change five times a second. It must not know
// how the rows come in.

import { formatCount, formatDuration, type Messages } from '../locale';
import { pace, type FlowStep } from '../state';
import { h } from './dom';

type Waiting = Extract<FlowStep, { at: 'reading' | 'importing' }>;

export interface ProgressView {
  element: HTMLElement;
  update(step: Waiting): void;
}

/** Screen readers are told at every quarter, not five times a second. */
const TOLD_PARTS = 4;

export function createProgress(m: Messages, first: Waiting): ProgressView {
  const bar = h('progress', { max: 1, 'aria-label': m.progress });
  const headline = h('p', { class: 'headline' });
  const figures = h('p', { class: 'figures', 'aria-hidden': 'true' });
  const told = h('p', { class: 'off-screen', role: 'status' });
  const element = h('div', { class: 'busy' }, headline, bar, figures, told, first.at === 'importing' && h('p', { class: 'quiet' }, m.goOn));
  const update = (step: Waiting): void => {
    const { job } = step;
    const { part, rowsPerSecond, secondsLeft } = pace(job, step.begun, performance.now());
    headline.textContent = step.cancelling ? m.cancelling : job?.state === 'queued' ? m.queued : m[step.at];
    if (part === null) bar.removeAttribute('value');
    else bar.value = part;
    const f = (n: number): string => formatCount(m, n);
    figures.textContent =
      job === null || part === null
        ? m.counting
        : [
            m.rowsDone(f(job.rowsDone), f(job.rows)),
            rowsPerSecond !== null && m.rowsPerSecond(f(rounded(rowsPerSecond))),
            secondsLeft !== null && m.timeLeft(formatDuration(m, secondsLeft)),
          ].filter(Boolean).join(' · ');
    const quarter = part === null ? '' : `${Math.floor(part * TOLD_PARTS) * (100 / TOLD_PARTS)} %`;
    const say = [headline.textContent, quarter].filter(Boolean).join(' ');
    if (told.textContent !== say) told.textContent = say;
  };
  update(first);
  return { element, update };
}

/** Two digits: the rest of a speed is noise. */
function rounded(n: number): number {
  if (n < 1) return 1;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
  return Math.round(n / unit) * unit;
}
