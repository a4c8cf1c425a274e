// The map as it stands on the screen, as a picture.
//
// In: the map's element. Out: a canvas with everything that its panes show, as sharp as is asked for; always in the light
// colours, which print. It must not know events: it draws what is in the page, so that nothing can be missing or other.
//
// Shapes are drawn again from their paths and the style sheet's colours, text as text: a screenshot of the page is
// nothing that a browser gives, and a picture of SVG inside of SVG is refused by some.

import { ink } from '../symbols';

type Context = CanvasRenderingContext2D;

/**
 * How a canvas of the page paints itself on another, from its upper left corner and in the colours that are in force: as it is
 * it would be too coarse and perhaps dark.
 */
export const repainters = new WeakMap<Element, (context: Context) => void>();

/** Text without a halo of its own would drown in lines. */
const HALO_PX = 3;
/** Pixels of the picture for one of the page: screens and printers have at least as many. */
const FINE = 2;
/** The map of a phone is drawn larger, so that words fit under it. */
const LEAST_PX = 720;

export function drawMap(container: HTMLElement, take: (picture: HTMLCanvasElement, scale: number) => void): void {
  const { width, height, left, top } = container.getBoundingClientRect();
  const scale = FINE * Math.max(1, LEAST_PX / width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  const page = document.documentElement;
  const theme = page.dataset['theme'];
  page.dataset['theme'] = 'light';
  try {
    context.scale(scale, scale);
    context.fillStyle = getComputedStyle(container).backgroundColor;
    context.fillRect(0, 0, width, height);
    context.translate(-left, -top);
    for (const pane of inOrder(container.querySelector('.leaflet-map-pane'))) paint(context, pane);
    take(canvas, scale);
  } finally {
    // Nothing was shown in between: a page is painted only when its script rests.
    page.dataset['theme'] = theme ?? '';
  }
}

/** Children, the lowest first. */
function inOrder(parent: Element | null): Element[] {
  const level = (element: Element): number => Number(getComputedStyle(element).zIndex) || 0;
  return [...(parent?.children ?? [])].sort((a, b) => level(a) - level(b));
}

function paint(context: Context, element: Element): void {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
  context.save();
  context.globalAlpha *= Number(style.opacity);
  if (element instanceof SVGSVGElement) paintSvg(context, element);
  else if (element instanceof HTMLCanvasElement || element instanceof HTMLImageElement) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const repaint = repainters.get(element);
    if (repaint) {
      context.translate(left, top);
      repaint(context);
    } else if (width > 0 && height > 0) context.drawImage(element, left, top, width, height);
  } else {
    paintBox(context, element, style);
    if (element.childElementCount === 0) paintText(context, element, style);
    else for (const child of inOrder(element)) paint(context, child);
  }
  context.restore();
}

const isSeen = (colour: string): boolean => colour !== 'transparent' && !/[,/]\s*0\)$/.test(colour);

function paintBox(context: Context, element: Element, style: CSSStyleDeclaration): void {
  const line = parseFloat(style.borderTopWidth) || 0;
  const framed = line > 0 && style.borderTopStyle !== 'none' && isSeen(style.borderTopColor);
  if (!framed && !isSeen(style.backgroundColor)) return;
  const { left, top, width, height } = element.getBoundingClientRect();
  const round = style.borderTopLeftRadius;
  const radius = round.endsWith('%') ? (parseFloat(round) / 100) * Math.min(width, height) : parseFloat(round) || 0;
  context.beginPath();
  context.roundRect(left + line / 2, top + line / 2, Math.max(0, width - line), Math.max(0, height - line), radius);
  context.fillStyle = style.backgroundColor;
  context.fill();
  if (!framed) return;
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = line;
  context.stroke();
}

/** In the middle of its element and turned with it: names of rivers follow them. */
function paintText(context: Context, element: Element, style: CSSStyleDeclaration): void {
  const said = element.textContent ?? '';
  if (said === '') return;
  const text = style.textTransform === 'uppercase' ? said.toLocaleUpperCase() : said;
  const box = element.getBoundingClientRect();
  const turn = /^matrix\(([^,]+),([^,]+)/.exec(style.transform);
  context.translate(box.left + box.width / 2, box.top + box.height / 2);
  if (turn) context.rotate(Math.atan2(Number(turn[2]), Number(turn[1])));
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (style.textShadow !== 'none') {
    context.strokeStyle = ink('--halo');
    context.lineWidth = HALO_PX;
    context.lineJoin = 'round';
    context.strokeText(text, 0, 0);
  }
  context.fillStyle = style.color;
  context.fillText(text, 0, 0);
}

function paintSvg(context: Context, svg: SVGSVGElement): void {
  const box = svg.getBoundingClientRect();
  const view = svg.viewBox.baseVal;
  if (box.width === 0 || view.width === 0) return;
  context.translate(box.left, box.top);
  context.scale(box.width / view.width, box.height / view.height);
  context.translate(-view.x, -view.y);
  for (const shape of svg.querySelectorAll<SVGGraphicsElement>('path, circle, line, rect')) {
    if (!shape.closest('defs')) paintShape(context, shape);
  }
}

function paintShape(context: Context, shape: SVGGraphicsElement): void {
  const style = getComputedStyle(shape);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  context.save();
  context.globalAlpha *= Number(style.opacity);
  const outline = outlineOf(shape);
  const fill = fillOf(context, shape, style.fill);
  if (fill !== null) {
    context.save();
    context.globalAlpha *= Number(style.fillOpacity);
    context.fillStyle = fill;
    context.fill(outline, style.fillRule as CanvasFillRule);
    context.restore();
  }
  if (style.stroke !== 'none') {
    context.globalAlpha *= Number(style.strokeOpacity);
    context.strokeStyle = style.stroke;
    context.lineWidth = parseFloat(style.strokeWidth);
    context.lineCap = style.strokeLinecap as CanvasLineCap;
    context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
    context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(parseFloat));
    context.stroke(outline);
  }
  context.restore();
}

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0);

function outlineOf(shape: Element): Path2D {
  if (shape instanceof SVGPathElement) return new Path2D(shape.getAttribute('d') ?? '');
  const path = new Path2D();
  if (shape instanceof SVGCircleElement) path.arc(number(shape, 'cx'), number(shape, 'cy'), number(shape, 'r'), 0, 2 * Math.PI);
  else if (shape instanceof SVGRectElement) path.rect(number(shape, 'x'), number(shape, 'y'), number(shape, 'width'), number(shape, 'height'));
  else {
    path.moveTo(number(shape, 'x1'), number(shape, 'y1'));
    path.lineTo(number(shape, 'x2'), number(shape, 'y2'));
  }
  return path;
}

/** A colour, or the pattern or gradient of the page that is referred to; null for none. */
function fillOf(context: Context, shape: SVGGraphicsElement, fill: string): string | CanvasGradient | CanvasPattern | null {
  if (fill === 'none') return null;
  const id = /^url\("?#([^")]+)"?\)/.exec(fill)?.[1];
  if (id === undefined) return fill;
  const source = document.getElementById(id);
  if (source instanceof SVGLinearGradientElement) return gradient(context, source, shape.getBBox());
  return source instanceof SVGPatternElement ? pattern(context, source) : null;
}

function gradient(context: Context, source: SVGLinearGradientElement, box: DOMRect): CanvasGradient {
  const x = (name: string): number => box.x + number(source, name) * box.width;
  const y = (name: string): number => box.y + number(source, name) * box.height;
  const made = context.createLinearGradient(x('x1'), y('y1'), x('x2'), y('y2'));
  for (const stop of source.children) {
    const { stopColor, stopOpacity } = getComputedStyle(stop);
    const [r = '0', g = '0', b = '0'] = stopColor.match(/[\d.]+/g) ?? [];
    made.addColorStop(number(stop, 'offset'), `rgb(${r} ${g} ${b} / ${stopOpacity})`);
  }
  return made;
}

/** One tile of a pattern, at four times its size so that it stays sharp. */
function pattern(context: Context, source: SVGPatternElement): CanvasPattern | null {
  const [width, height, fine] = [number(source, 'width'), number(source, 'height'), 4];
  const tile = document.createElement('canvas');
  tile.width = width * fine;
  tile.height = height * fine;
  const inside = tile.getContext('2d');
  if (!inside) return null;
  inside.scale(fine, fine);
  for (const shape of source.children) paintShape(inside, shape as SVGGraphicsElement);
  const made = context.createPattern(tile, 'repeat');
  const turn = Number(/rotate\(([\d.]+)\)/.exec(source.getAttribute('patternTransform') ?? '')?.[1] ?? 0);
  made?.setTransform(new DOMMatrix().rotate(turn).scale(1 / fine));
  return made;
}
