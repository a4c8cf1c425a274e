// The picture of the map with all that a reader needs who has nothing but the picture.
//
// In: the drawn map, and words. Out: a canvas with title, map, scale, legend and sources, ready to be printed. It must not
// know the store. The page's light colours are in force while it draws.

import type { Kind } from '../kinds';
import { ink, paintSymbol } from '../symbols';
import type { Legend } from './legend';

export interface PosterWords {
  title: string;
  /** Under the title: when, how many, which. */
  facts: readonly string[];
  kinds: readonly { kind: Kind; text: string }[];
  /** What the other signs mean. */
  signs: Readonly<Partial<Record<'hollow' | 'circle' | 'pie', string>>>;
  /** Of counts by unit, or of heat. */
  legend: Legend | null;
  /** Small print: whose data, under what terms. */
  notes: readonly string[];
  /** A length as people write it. */
  distance: (metres: number) => string;
}

/** Pixels of the picture for one that text is measured in. */
const UNIT = 2;
const MARGIN = 24;
const LINE = 1.4;
/** Longest bar of the scale. */
const BAR_PX = 130;
const COLUMN_PX = 220;

interface Pen {
  context: CanvasRenderingContext2D;
  width: number;
  y: number;
}

export function poster(map: HTMLCanvasElement, metresPerPixel: number, words: PosterWords): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = map.width;
  // Once to see how high it gets, once for good.
  canvas.height = 1;
  canvas.height = Math.ceil(draw(canvas, map, metresPerPixel, words) * UNIT);
  draw(canvas, map, metresPerPixel, words);
  return canvas;
}

function draw(canvas: HTMLCanvasElement, map: HTMLCanvasElement, metresPerPixel: number, words: PosterWords): number {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  context.scale(UNIT, UNIT);
  const width = canvas.width / UNIT;
  context.fillStyle = ink('--paper');
  context.fillRect(0, 0, width, canvas.height);
  const pen: Pen = { context, width, y: MARGIN };
  paragraph(pen, words.title, '650 22px', '--ink');
  for (const fact of words.facts) paragraph(pen, fact, '400 13px', '--ink-2');
  pen.y += 12;
  context.drawImage(map, 0, pen.y, width, map.height / UNIT);
  pen.y += map.height / UNIT;
  context.strokeStyle = ink('--line-strong');
  context.lineWidth = 1;
  context.strokeRect(-1, pen.y - map.height / UNIT, width + 2, map.height / UNIT);
  scaleBar(pen, metresPerPixel * UNIT, words.distance);
  pen.y += 16;
  if (words.legend) shades(pen, words.legend);
  legend(pen, words);
  pen.y += 6;
  for (const note of words.notes) paragraph(pen, note, '400 10.5px', '--ink-2');
  const end = pen.y + MARGIN / 2;
  context.setTransform(1, 0, 0, 1, 0, 0);
  return end;
}

function font(context: CanvasRenderingContext2D, look: string): number {
  context.font = `${look} ${getComputedStyle(document.body).fontFamily}`;
  return Number(/([\d.]+)px/.exec(look)?.[1] ?? 12) * LINE;
}

function paragraph(pen: Pen, text: string, look: string, shade: string): void {
  const { context } = pen;
  const height = font(context, look);
  context.fillStyle = ink(shade);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  for (const line of broken(text, pen.width - 2 * MARGIN, (part) => context.measureText(part).width)) {
    pen.y += height;
    context.fillText(line, MARGIN, pen.y - height * 0.25);
  }
}

/** Lines that fit; a word that is longer than a line is cut. */
export function broken(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n\t]+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (measure(line) > width && line.length > 1) {
      let fits = line.length - 1;
      while (fits > 1 && measure(line.slice(0, fits)) > width) fits -= Math.ceil(fits / 12);
      fits = Math.max(1, fits);
      lines.push(line.slice(0, fits));
      line = line.slice(fits);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The longest round length that fits: 1, 2 or 5 of a power of ten. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((times) => times * power <= most) ?? 1) * power;
}

function scaleBar({ context, y }: Pen, metresPerPixel: number, distance: PosterWords['distance']): void {
  const metres = roundLength(BAR_PX * metresPerPixel);
  const [length, left, bottom] = [metres / metresPerPixel, MARGIN, y - 14];
  font(context, '500 11px');
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  for (const [shade, bar, text] of [['--mali', 5, 4], ['--ink', 1.6, 0]] as const) {
    context.strokeStyle = context.fillStyle = ink(shade);
    context.lineWidth = bar;
    context.beginPath();
    context.moveTo(left, bottom - 6);
    context.lineTo(left, bottom);
    context.lineTo(left + length, bottom);
    context.lineTo(left + length, bottom - 6);
    context.stroke();
    context.lineWidth = text;
    if (text > 0) context.strokeText(distance(metres), left + 5, bottom - 5);
    else context.fillText(distance(metres), left + 5, bottom - 5);
  }
}

/** Shades of a colour with what each stands for. */
function shades(pen: Pen, { title, classes, ramp, warnings, notes }: Legend): void {
  const { context } = pen;
  paragraph(pen, title, '650 12px', '--ink');
  pen.y += 8;
  if (ramp) {
    const [less, more] = ramp;
    label(context, less, MARGIN, pen.y + 6);
    const left = MARGIN + context.measureText(less).width + 8;
    const fade = context.createLinearGradient(left, 0, left + BAR_PX, 0);
    for (let i = 1; i <= 5; i += 1) fade.addColorStop((i - 1) / 4, ink(`--count-${i}`));
    context.fillStyle = fade;
    context.fillRect(left, pen.y + 1, BAR_PX, 10);
    label(context, more, left + BAR_PX + 8, pen.y + 6);
  }
  let x = MARGIN;
  classes.forEach((text, i) => {
    font(context, '400 12px');
    const wide = 24 + context.measureText(text).width;
    if (x + wide > pen.width - MARGIN) [x, pen.y] = [MARGIN, pen.y + 20];
    context.fillStyle = ink(i === 0 ? '--paper' : `--count-${i}`);
    context.strokeStyle = ink('--line-strong');
    context.lineWidth = 1;
    context.fillRect(x, pen.y, 18, 12);
    context.strokeRect(x, pen.y, 18, 12);
    label(context, text, x + 24, pen.y + 6);
    x += wide + 16;
  });
  pen.y += 16;
  for (const text of [...warnings, ...notes]) paragraph(pen, text, '400 12px', '--ink');
  pen.y += 12;
}

function legend(pen: Pen, { kinds, signs }: PosterWords): void {
  const { context } = pen;
  const columns = Math.max(1, Math.floor((pen.width - 2 * MARGIN) / COLUMN_PX));
  const wide = (pen.width - 2 * MARGIN) / columns;
  const row = 23;
  kinds.forEach(({ kind, text }, i) => {
    const [x, y] = [MARGIN + (i % columns) * wide, pen.y + Math.floor(i / columns) * row];
    symbol(context, kind, false, x, y);
    label(context, text, x + 25, y + 9);
  });
  pen.y += Math.ceil(kinds.length / columns) * row + 4;
  const [first] = kinds;
  for (const [sign, text] of Object.entries(signs) as [keyof PosterWords['signs'], string][]) {
    const y = pen.y;
    if (sign === 'hollow') symbol(context, first?.kind ?? 'other', true, MARGIN, y);
    else ring(context, sign === 'circle', MARGIN + 9, y + 9);
    font(context, '400 12px');
    for (const line of broken(text, pen.width - 2 * MARGIN - 25, (part) => context.measureText(part).width)) {
      label(context, line, MARGIN + 25, pen.y + 9);
      pen.y += row * 0.8;
    }
    pen.y += row * 0.2;
  }
}

function label(context: CanvasRenderingContext2D, text: string, x: number, middle: number): void {
  font(context, '400 12px');
  context.fillStyle = ink('--ink');
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, x, middle);
}

/** As the map's symbols are: filled, or dashed where the place is not exact. */
function symbol(context: CanvasRenderingContext2D, kind: Kind, hollow: boolean, x: number, y: number): void {
  context.save();
  context.translate(x, y);
  context.scale(0.75, 0.75);
  paintSymbol(context, kind, hollow);
  context.restore();
}

/** A dashed circle, or a crowd's ring. */
function ring(context: CanvasRenderingContext2D, dashed: boolean, x: number, y: number): void {
  context.save();
  context.beginPath();
  context.arc(x, y, dashed ? 8.5 : 7, 0, 2 * Math.PI);
  context.strokeStyle = ink(dashed ? '--indigo' : '--k-attack');
  context.lineWidth = dashed ? 1.2 : 3.5;
  if (dashed) context.setLineDash([4, 3]);
  context.stroke();
  context.restore();
}
