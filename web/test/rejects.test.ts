import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../src/api/reported';
import { guard, records, rejectsCsv } from '../src/state/rejects';

const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;
const report = (line: number, delimiter = ','): ReturnType<typeof readReport> =>
  readReport({
    rejected: 1,
    detected: { encoding: 'UTF-8', delimiter },
    verdicts: [
      { line: 2, verdict: 'added' },
      { line, verdict: 'rejected', problems: [{ line, column: 'date', value: '2023-13-45', reason: 'there is no month 13', reason_fr: 'il n’y a pas de mois 13' }] },
    ],
  });

test('records know their first line, through quotes, line breaks and blank lines', () => {
  const text = 'a,b\r\n"x\ny","say ""no"""\n\n1,2';
  assert.deepEqual([...records(text, ',')], [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x\ny', 'say "no"'] },
    { line: 5, cells: ['1', '2'] },
  ]);
});

test('rejected rows come back as they were, with the reason beside them', () => {
  const file = 'id;date;note\n1;2023-10-01;"two\nlines"\n2;2023-13-45;=1+1\n';
  assert.equal(rejectsCsv(bytes(file), report(4, ';'), ({ why }) => why), 'id;date;note;azalai_reason\r\n2;2023-13-45;\'=1+1;date: there is no month 13\r\n');
});

test('a short row is filled up, so that its reason has its own column', () => {
  assert.equal(rejectsCsv(bytes('a,b,c\n1,2,3\nx\n'), report(3), ({ whyFr }) => whyFr), 'a,b,c,azalai_reason\r\nx,,,date: il n’y a pas de mois 13\r\n');
});

test('which of day and month comes first goes with each rejected row, where it matters', () => {
  const given = readReport({
    detected: { encoding: 'UTF-8', delimiter: ',', date_order: 'mm/dd/yyyy' },
    verdicts: [{ line: 3, verdict: 'rejected', problems: [{ line: 3, column: 'place', value: '', reason: 'empty', reason_fr: 'vide' }] }],
  });
  assert.equal(rejectsCsv(bytes('date,place\n05/25/2023,Gao\n05/10/2023\n'), given, ({ why }) => why), 'date,place,azalai_reason,azalai_dates\r\n05/10/2023,,place: empty,mm/dd/yyyy\r\n');
});

test('nothing rejected, no file', () => {
  assert.equal(rejectsCsv(bytes('a\n1\n'), readReport({}), String), null);
});

test('formulas become text, numbers stay numbers', () => {
  for (const cell of ['=1', '+cmd', '-x', '@a', '\t=1', '\n=1', '＝1', '＋cmd', '－x', '＠a']) assert.equal(guard(cell), `'${cell}`);
  for (const cell of ['-1.4', '+3', '-1,5', '+1e5', 'a=b', '']) assert.equal(guard(cell), cell);
  // The server takes one apostrophe away from what would be a formula without it: there must be one more than there was.
  for (const cell of ["'=1", "''@a", "'-5"]) assert.equal(guard(cell), `'${cell}`);
  for (const cell of ["'", "l'an", "'t Zand"]) assert.equal(guard(cell), cell);
});
