// Where events are dense, as a glow.
//
// In: sites with how many events each has, in pixels. Out: a canvas. It must not know events: each site says how far it
// reaches, and its events are spread over that, so that what is known by region only never glows at one village.

import * as L from 'leaflet';
import { ink, onTheme } from '../symbols';
import { countsOf, density, type Sites, type Spread } from './density';
import { repainters } from './picture';
import { pixelsOf } from './project';

/** Pixels of the page for one of the density: a glow has no finer detail. */
const COARSE = 4;
/** What is known exactly glows so far, for the eye: less is a dot. */
const LEAST_PX = 26;
/** Below this part of the densest there is nothing to see. */
const FAINT = 0.004;

export class Heat {
  private readonly canvas = document.createElement('canvas');
  private paintOn: (canvas: HTMLCanvasElement) => void = () => {};

  constructor(private readonly map: L.Map) {
    const pane = map.createPane('heat');
    pane.style.zIndex = '206';
    pane.style.pointerEvents = 'none';
    this.canvas.className = 'heat';
    this.canvas.setAttribute('aria-hidden', 'true');
    pane.append(this.canvas);
    map.on('zoomstart', () => (this.canvas.hidden = true));
    onTheme(() => this.paintOn(this.canvas));
    repainters.set(this.canvas, (context) => {
      const again = document.createElement('canvas');
      [again.width, again.height] = [this.canvas.width, this.canvas.height];
      this.paintOn(again);
      context.drawImage(again, 0, 0, again.width * COARSE, again.height * COARSE);
    });
  }

  clear(): void {
    this.canvas.hidden = true;
  }

  draw(sites: Sites, rows: Uint32Array): void {
    const { x: wide, y: high } = this.map.getSize();
    const [width, height] = [Math.max(1, Math.ceil(wide / COARSE)), Math.max(1, Math.ceil(high / COARSE))];
    const grid = density(width, height, this.spreads(sites, countsOf(sites, rows)));
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.style.width = `${width * COARSE}px`;
    this.canvas.style.height = `${height * COARSE}px`;
    const at = this.map.containerPointToLayerPoint([0, 0]);
    this.canvas.style.transform = `translate(${at.x}px, ${at.y}px)`;
    this.canvas.hidden = false;
    this.paintOn = (canvas) => canvas.getContext('2d')?.putImageData(picture(grid, width, height, ramp()), 0, 0);
    this.paintOn(this.canvas);
  }

  private *spreads({ lon, lat, radiusM }: Sites, counts: Uint32Array): Generator<Spread> {
    const zoom = this.map.getZoom();
    for (let i = 0; i < counts.length; i += 1) {
      const mass = counts[i] ?? 0;
      if (mass === 0) continue;
      const at = this.map.latLngToContainerPoint([lat[i] ?? 0, lon[i] ?? 0]);
      const radius = Math.max(LEAST_PX, pixelsOf(radiusM[i] ?? 0, lat[i] ?? 0, zoom));
      yield { x: at.x / COARSE, y: at.y / COARSE, radius: radius / COARSE, mass };
    }
  }
}

type Colour = [red: number, green: number, blue: number];

/** The colours of the legend. */
const ramp = (): Colour[] => [1, 2, 3, 4, 5].map((i) => [1, 3, 5].map((from) => parseInt(ink(`--count-${i}`).slice(from, from + 2), 16) || 0) as Colour);

function picture(grid: Float32Array, width: number, height: number, colours: readonly Colour[]): ImageData {
  const image = new ImageData(width, height);
  let most = 0;
  for (const value of grid) most = Math.max(most, value);
  if (most === 0) return image;
  grid.forEach((value, i) => {
    const part = value / most;
    if (part < FAINT) return;
    // The root shows thin places beside a dense one.
    const strength = Math.sqrt(part);
    const at = strength * (colours.length - 1);
    const [low, high] = [colours[Math.floor(at)], colours[Math.ceil(at)]];
    if (!low || !high) return;
    const mix = at - Math.floor(at);
    for (let k = 0; k < 3; k += 1) image.data[i * 4 + k] = (low[k] ?? 0) * (1 - mix) + (high[k] ?? 0) * mix;
    image.data[i * 4 + 3] = Math.min(1, strength * 2.2) * 215;
  });
  return image;
}
