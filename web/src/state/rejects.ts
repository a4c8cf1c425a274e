// Rejected rows -> a CSV to mend and load again.
//
// In: the file as the person chose it, the import's report, and how to say a reason. Out: its header, the rejected rows as
// they were, and a column that says why. It must not know the page.

import type { ImportReport, Note } from '../api';

/** Walks the records of a delimited text; `line` is the first line of each (1 is the first of the file). */
export function* records(text: string, delimiter: string): Generator<{ line: number; cells: string[] }> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const first = line;
    const cells: string[] = [];
    let cell = '';
    let quoted = false;
    for (;;) {
      const char = text[at];
      if (char === undefined) break;
      at += 1;
      if (char === '\n') line += 1;
      if (quoted) {
        if (char !== '"') cell += char;
        else if (text[at] === '"') {
          cell += '"';
          at += 1;
        } else quoted = false;
      } else if (char === '"' && cell === '') quoted = true;
      else if (char === delimiter) {
        cells.push(cell);
        cell = '';
      } else if (char === '\n') break;
      else if (char !== '\r') cell += char;
    }
    cells.push(cell);
    if (cells.length > 1 || cells[0] !== '') yield { line: first, cells };
  }
}

/**
 * A cell that a spreadsheet would run is made text; numbers stay numbers. As the server does, which takes one apostrophe away
 * again: a text that would be dangerous without those that it has gets another.
 */
export function guard(cell: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/u.test(cell) && !/^[+-]?[\d\s.,]+$/.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell;
}

const quote = (cell: string, delimiter: string): string =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Columns that the server knows for ours when the file comes back, so that a mended row is the one of its list. */
const REASON = 'azalai_reason';
const ORDER = 'azalai_dates';

/** The whole CSV, or null when no row was rejected. */
export function rejectsCsv(bytes: ArrayBuffer, report: ImportReport, say: (why: Note) => string): string | null {
  const reasons = new Map<number, string>();
  for (const verdict of report.verdicts) {
    if (verdict.verdict !== 'rejected') continue;
    reasons.set(verdict.line, verdict.problems.map((p) => `${p.column}: ${say(p)}`).join('; '));
  }
  if (reasons.size === 0) return null;
  const delimiter = delimiterOf(report.detected.delimiter);
  const write = (cells: string[]): string => cells.map((cell) => quote(guard(cell), delimiter)).join(delimiter);
  // What proves the order of day and month stands in other rows: it goes with each of these.
  const { dateOrder } = report.detected;
  const order = dateOrder === null ? [] : [dateOrder];
  const rows: string[] = [];
  let header: string[] | null = null;
  for (const { line, cells } of records(decode(bytes, report.detected.encoding), delimiter)) {
    const reason = reasons.get(line);
    if (header === null) {
      header = cells;
      rows.push(write([...cells, REASON, ...order.map(() => ORDER)]));
    } else if (reason !== undefined) {
      // Short rows are filled up, so that the reason stands in its own column.
      const missing = Math.max(0, header.length - cells.length);
      rows.push(write([...cells, ...Array<string>(missing).fill(''), reason, ...order]));
    }
  }
  return rows.length > 1 ? `${rows.join('\r\n')}\r\n` : null;
}

function delimiterOf(detected: string | null): string {
  if (detected === 'tab' || detected === '\\t') return '\t';
  return detected && detected.length === 1 ? detected : ',';
}

function decode(bytes: ArrayBuffer, encoding: string): string {
  try {
    return new TextDecoder(encoding || 'utf-8').decode(bytes);
  } catch {
    // A label the browser does not know: the server read it, the reasons still help.
    return new TextDecoder().decode(bytes);
  }
}
