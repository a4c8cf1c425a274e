// The names on the map: countries, regions, rivers, lakes, towns, and localities when zoomed in.
//
// In: basemap shapes, localities of the view, boxes that symbols take. Out: names that never overlap.
// It must not know events.

import * as L from 'leaflet';
import { afterwards, places, type Place, type Position, type Shapes } from '../state';
import type { BasemapShapes } from './basemap';
import { inside } from './borders';
import { place, straightRuns, type Box, type Wish } from './placement';

type Style = 'country' | 'region' | 'river' | 'lake' | 'city' | 'town' | 'village';

interface Name {
  text: string;
  style: Style;
  position: Position;
  rank: number;
  /** Degrees around the point that belong to what is named; a name never leaves them. */
  room?: number;
  /** Zooms at which it may be shown. */
  from: number;
  to: number;
}

interface Line {
  text: string;
  points: Position[];
  rank: number;
  from: number;
}

/** As in the style sheet, to measure without touching the page. */
const FONTS: Record<Style, { font: string; spacing: number; height: number; upper?: boolean }> = {
  country: { font: '500 13px', spacing: 2.6, height: 18, upper: true },
  region: { font: '400 11px', spacing: 1.8, height: 15, upper: true },
  river: { font: 'italic 500 13px', spacing: 2.2, height: 16 },
  lake: { font: 'italic 400 11px', spacing: 0.4, height: 14 },
  city: { font: '600 13px', spacing: 0, height: 17 },
  town: { font: '500 12px', spacing: 0, height: 16 },
  village: { font: '400 11px', spacing: 0, height: 14 },
};
/** From here on the gazetteer's localities replace the few towns of the basemap. */
const LOCALITIES_FROM = 7.5;
/** Importance of a locality by what it is; population decides between equals. */
const PLACE_RANKS: Record<string, [rank: number, from: number, style: Style]> = {
  region_seat: [60, 0, 'city'],
  cercle_seat: [50, 7.5, 'town'],
  town: [48, 7.5, 'town'],
  commune_seat: [40, 8.5, 'village'],
  border_post: [36, 8.5, 'village'],
  village: [34, 8.75, 'village'],
};
const OTHER_PLACE: [number, number, Style] = [30, 9.5, 'village'];

const canvas = document.createElement('canvas').getContext('2d');

const widths = new Map<string, number>();

/** In pixels; names come again at every move, so each is measured once. */
function measure(text: string, style: Style): number {
  const key = `${style} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const { font, spacing, upper } = FONTS[style];
  const shown = upper ? text.toLocaleUpperCase() : text;
  if (!canvas) return shown.length * 8;
  canvas.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  const width = canvas.measureText(shown).width + spacing * shown.length;
  widths.set(key, width);
  return width;
}

const nameOf = (properties: Record<string, unknown>, lang: string): string =>
  String((lang === 'en' && properties['name_en']) || properties['name'] || '');

export class Labels {
  private readonly root: HTMLElement;
  private names: Name[] = [];
  private lines: Line[] = [];
  private localities: Place[] = [];
  /** The box that localities were asked for. */
  private asked: L.LatLngBounds | null = null;
  private asking: AbortController | null = null;
  private obstacles: Box[] = [];
  private shapes: BasemapShapes | null = null;
  private pending = 0;
  /** Symbols change at every step of a brush: names follow when it rests. */
  private readonly redrawSoon = afterwards(() => this.redraw());

  constructor(
    private readonly map: L.Map,
    private lang: string,
  ) {
    this.root = map.createPane('labels');
    this.root.setAttribute('aria-hidden', 'true');
    map.on('zoomstart', () => this.root.classList.add('moving'));
    map.on('moveend zoomend', () => {
      void this.askLocalities();
      this.redraw();
    });
  }

  setShapes(shapes: BasemapShapes): void {
    this.shapes = shapes;
    this.rebuild();
  }

  setLang(lang: string): void {
    this.lang = lang;
    this.rebuild();
  }

  /** Boxes in container pixels that names must leave free. */
  setObstacles(boxes: Box[]): void {
    this.obstacles = boxes;
    this.redrawSoon();
  }

  private rebuild(): void {
    if (!this.shapes) return;
    const { countries, regions, rivers, lakes, towns } = this.shapes;
    this.names = [
      ...this.anchored(countries, 'country', 70, 0, 9).filter(({ text }) => text !== 'Mali'),
      ...this.anchored(regions, 'region', 45, 5.2, 9.5),
      ...this.anchored(lakes, 'lake', 44, 7.5, 20),
      ...this.townNames(towns),
    ];
    this.lines = rivers.features.flatMap(({ geometry, properties }) => {
      const text = nameOf(properties, this.lang);
      const niger = properties['name'] === 'Niger';
      const rank = niger ? 66 : 35;
      const from = niger ? 0 : 6.5 + Math.max(0, Number(properties['rank'] ?? 9) - 5) * 0.35;
      if (geometry.type === 'LineString') return [{ text, rank, from, points: geometry.coordinates }];
      if (geometry.type !== 'MultiLineString') return [];
      return geometry.coordinates.map((points) => ({ text, rank, from, points }));
    });
    this.redraw();
  }

  private anchored(shapes: Shapes, style: Style, rank: number, from: number, to: number): Name[] {
    return shapes.features.flatMap(({ geometry, properties }) => {
      const best = inside(geometry);
      const text = nameOf(properties, this.lang);
      return best ? [{ text, style, position: best.point, room: best.room, rank, from, to }] : [];
    });
  }

  private townNames(towns: Shapes): Name[] {
    return towns.features.flatMap(({ geometry, properties }) => {
      if (geometry.type !== 'Point') return [];
      const rank = Number(properties['rank'] ?? 9);
      const population = Number(properties['pop'] ?? 0);
      const big = rank <= 4 || population > 100_000;
      return [
        {
          text: nameOf(properties, this.lang),
          style: big ? ('city' as const) : ('town' as const),
          position: geometry.coordinates,
          rank: 60 - rank + Math.min(5, population / 300_000),
          from: big ? 0 : 5.8,
          // The gazetteer takes over where it has been asked.
          to: this.localities.length > 0 ? LOCALITIES_FROM : 20,
        },
      ];
    });
  }

  private async askLocalities(): Promise<void> {
    const view = this.map.getBounds();
    if (this.map.getZoom() < LOCALITIES_FROM || this.asked?.contains(view)) return;
    // More than the view, so that small moves ask nothing.
    const box = view.pad(0.4);
    this.asking?.abort();
    const mine = (this.asking = new AbortController());
    try {
      const found = await places(
        { west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() },
        mine.signal,
      );
      this.asked = box;
      this.localities = distinct(found);
      this.rebuild();
    } catch {
      // Names of villages are a comfort: the map stays useful without them, and asks again at the next move.
    }
  }

  private localityNames(): Name[] {
    return this.localities.map(({ name, kind, position, population }) => {
      const [rank, from, style] = PLACE_RANKS[kind] ?? OTHER_PLACE;
      return { text: name, style, position, rank: rank + Math.min(5, population / 50_000), from, to: 20 };
    });
  }

  redraw(): void {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const zoom = this.map.getZoom();
    const size = this.map.getSize();
    const view: Box = { left: 2, top: 2, right: size.x - 2, bottom: size.y - 2 };
    const obstacles = [...this.obstacles, ...this.controls()];
    const wishes: Wish<{ name: Name | Line; angle: number }>[] = [];
    const names = zoom >= LOCALITIES_FROM ? [...this.names, ...this.localityNames()] : this.names;
    for (const name of names) {
      if (zoom < name.from || zoom > name.to || !name.text) continue;
      const at = this.map.latLngToContainerPoint([name.position[1], name.position[0]]);
      if (at.x < -80 || at.y < -40 || at.x > size.x + 80 || at.y > size.y + 40) continue;
      const roomPx = name.room === undefined ? Infinity : (name.room * 256 * 2 ** zoom) / 360;
      const { height } = FONTS[name.style];
      if (roomPx < height) continue;
      const width = measure(name.text, name.style);
      wishes.push({ what: { name, angle: 0 }, rank: name.rank, width, height, centres: centresFor(name.style, at, width, height, roomPx, isIn(view, at) && obstacles.some((box) => isIn(box, at))) });
    }
    for (const line of this.lines) {
      if (zoom < line.from || !line.text) continue;
      const width = measure(line.text, 'river');
      const points = line.points.map(([lon, lat]) => this.map.latLngToContainerPoint([lat, lon]));
      for (const run of spread(straightRuns(points, width * 1.15, view))) {
        // Above the line, as on printed maps.
        const off = 11;
        const centre = { x: run.x + Math.sin(run.angle) * off, y: run.y - Math.cos(run.angle) * off };
        wishes.push({ what: { name: line, angle: run.angle }, rank: line.rank, width, height: 16, centres: [centre], angle: run.angle });
      }
    }
    const placed = place(wishes, obstacles, view);
    const origin = this.map.containerPointToLayerPoint([0, 0]);
    this.root.replaceChildren(
      ...placed.map(({ what: { name, angle }, x, y }) => this.element(name, angle, x + origin.x, y + origin.y, origin)),
    );
    this.root.classList.remove('moving');
  }

  /** Buttons and lines of text that lie on the map, names of pins, discs that stand for units, symbols that are fanned out. */
  private controls(): Box[] {
    const container = this.map.getContainer();
    const origin = container.getBoundingClientRect();
    return [...(container.parentElement ?? container).querySelectorAll('.leaflet-control, .attribution, .views-choice, .views-legend, .rival-pin span, .sought-pin span, path.seat:not(.unit-0), .event .symbol')].map((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
    });
  }

  private element(name: Name | Line, angle: number, x: number, y: number, origin: L.Point): HTMLElement {
    const element = document.createElement('div');
    const style = 'style' in name ? name.style : 'river';
    element.className = `label label-${style}`;
    const text = document.createElement('span');
    text.textContent = name.text;
    text.style.transform = `translate(-50%, -50%)${angle ? ` rotate(${angle.toFixed(3)}rad)` : ''}`;
    element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    element.append(text);
    if ('style' in name && (style === 'city' || style === 'town' || style === 'village')) {
      const at = this.map.latLngToContainerPoint([name.position[1], name.position[0]]);
      const dot = document.createElement('i');
      dot.style.transform = `translate(${(at.x + origin.x - x).toFixed(1)}px, ${(at.y + origin.y - y).toFixed(1)}px) translate(-50%, -50%)`;
      element.append(dot);
    }
    return element;
  }
}

/** A town and the unit it is the seat of often have a point each: one name is enough, the more important one's. */
function distinct(found: Place[]): Place[] {
  const rank = ({ kind }: Place): number => (PLACE_RANKS[kind] ?? OTHER_PLACE)[0];
  const kept: Place[] = [];
  for (const one of [...found].sort((a, b) => rank(b) - rank(a))) {
    const twin = ({ name, position }: Place): boolean =>
      name === one.name && Math.abs(position[0] - one.position[0]) < 0.25 && Math.abs(position[1] - one.position[1]) < 0.25;
    if (!kept.some(twin)) kept.push(one);
  }
  return kept;
}

const isIn = ({ left, right, top, bottom }: Box, { x, y }: { x: number; y: number }): boolean => x > left && x < right && y > top && y < bottom;

/** Beside its dot; where a symbol or a pie lies over that, clear of it. */
const [NEAR_PX, CLEAR_PX] = [[0], [0, 11, 22]] as const;

/** Towns beside their dot (right, left, above, below); everything else on its point or a little off it. */
function centresFor(style: Style, at: L.Point, width: number, height: number, roomPx: number, isCovered: boolean): { x: number; y: number }[] {
  if (style === 'city' || style === 'town' || style === 'village') {
    return (isCovered ? CLEAR_PX : NEAR_PX).flatMap((gap) => {
      const [dx, dy] = [width / 2 + 7 + gap, height / 2 + 5 + gap];
      const sides: [number, number][] = [[dx, 0], [-dx, 0], [0, -dy], [0, dy], [dx, -dy], [-dx, -dy], [dx, dy], [-dx, dy]];
      return sides.map(([x, y]) => ({ x: at.x + x, y: at.y + y }));
    });
  }
  const shifts = [0, -24, 24, -48, 48].filter((shift) => Math.abs(shift) <= roomPx * 0.6);
  return shifts.map((shift) => ({ x: at.x, y: at.y + shift }));
}

/** A river's name comes again only far from the last one. */
function spread<T extends { x: number; y: number }>(runs: T[]): T[] {
  const chosen: T[] = [];
  for (const run of runs) {
    if (chosen.every((other) => Math.hypot(other.x - run.x, other.y - run.y) > 420)) chosen.push(run);
  }
  return chosen;
}
