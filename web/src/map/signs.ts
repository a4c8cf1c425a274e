// Symbols and pies on one canvas.
//
// In: crowds. Out: their picture, under the buttons of markers.ts, which are pointed at and focused. It must not know what is
// done to them. A brush changes a hundred of them at every step: as elements of the page each would be styled, laid out and
// painted together with all that lies around it.

import * as L from 'leaflet';
import { onTheme, paintPie, paintSymbol, pieSize } from '../symbols';
import type { Crowd } from './crowds';
import { repainters } from './picture';

export const SYMBOL_PX = 28;
/** A symbol is drawn in a box of so many units. */
const SYMBOL_UNITS = 24;
/** A crowd whose events are fanned out. */
const FAINT = 0.55;

export const sizeOf = ({ count }: Pick<Crowd, 'count'>): number => (count > 1 ? pieSize(count) : SYMBOL_PX);

/** Areas lie under places, crowds over single events, what is selected over all. */
export function levelOf({ newest, count, selected }: Pick<Crowd, 'newest' | 'count' | 'selected'>): number {
  if (selected) return 2;
  if (newest.status === 'area') return -1;
  return count > 1 ? 1 : 0;
}

/** A place is known, but not for sure, or not exactly. */
export const isHollow = (status: string): boolean => status === 'area' || status === 'review';

/** What Leaflet's canvas keeps to itself, as of 1.9. */
type Sheet = L.Canvas & { _ctx: CanvasRenderingContext2D; _container: HTMLCanvasElement; _bounds: L.Bounds };

export class Signs {
  private readonly sheet: Sheet;
  private crowds: readonly Crowd[] = [];
  private faint: Crowd | null = null;

  constructor(private readonly map: L.Map) {
    const pane = map.createPane('signs');
    pane.style.zIndex = '598';
    pane.style.pointerEvents = 'none';
    this.sheet = L.canvas({ pane: 'signs' }) as Sheet;
    // There is no canvas before the map has a view.
    this.sheet.once('add', () => {
      const canvas = this.sheet._container;
      canvas.setAttribute('aria-hidden', 'true');
      // It was moved, and is empty.
      this.sheet.on('update', () => this.paint());
      onTheme(() => this.paint());
      repainters.set(canvas, (context) => {
        const { x, y } = this.sheet._bounds.min as L.Point;
        context.translate(-x, -y);
        this.paintOn(context);
      });
    });
    this.sheet.addTo(map);
  }

  draw(crowds: readonly Crowd[], faint: Crowd | null): void {
    this.crowds = [...crowds].sort((a, b) => levelOf(a) - levelOf(b) || a.y - b.y);
    this.faint = faint;
    this.paint();
  }

  /** The crowd whose events are fanned out around it. */
  fade(crowd: Crowd | null): void {
    if (crowd === this.faint) return;
    this.faint = crowd;
    this.paint();
  }

  private paint(): void {
    const { _ctx: context, _bounds: bounds } = this.sheet;
    const { x, y } = bounds.min as L.Point;
    const size = bounds.getSize();
    context.clearRect(x, y, size.x, size.y);
    this.paintOn(context);
  }

  /** On a context whose origin is that of the map's layers. */
  private paintOn(context: CanvasRenderingContext2D): void {
    const scale = 2 ** this.map.getZoom();
    const origin = this.map.getPixelOrigin();
    const { min, max } = this.sheet._bounds as { min: L.Point; max: L.Point };
    for (const crowd of this.crowds) {
      const { count, newest, kinds, area } = crowd;
      const [x, y] = [Math.round(crowd.x * scale) - origin.x, Math.round(crowd.y * scale) - origin.y];
      const reach = sizeOf(crowd) / 2;
      if (x + reach < min.x || x - reach > max.x || y + reach < min.y || y - reach > max.y) continue;
      context.globalAlpha = crowd === this.faint ? FAINT : 1;
      if (count > 1) paintPie(context, x, y, kinds, count, area);
      else {
        context.save();
        context.translate(x - reach, y - reach);
        context.scale(SYMBOL_PX / SYMBOL_UNITS, SYMBOL_PX / SYMBOL_UNITS);
        paintSymbol(context, newest.kind, isHollow(newest.status));
        context.restore();
      }
    }
    context.globalAlpha = 1;
  }
}
