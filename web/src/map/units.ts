// Regions or cercles filled by how many events they hold.
//
// In: counted units. Out: shapes, or discs at the seats of units whose shape nobody may pass on; each can be pointed at, tabbed
// to and pressed. It must not know filters.

import * as L from 'leaflet';
import { formatCount, messages } from '../locale';
import { classBounds, classOf, type Counted, type Lang, type Position, type Unit } from '../state';
import { onActivate } from './markers';

/** Discs say how many, not how large: all of a level have the same size. */
const DISC_PX = { regions: 15, cercles: 8 };
/** A seat without events is only marked. */
const NONE_PX = 3;

type Shape = L.Polygon | L.CircleMarker;

export interface UnitEvents {
  press(unit: Unit): void;
  /** Pointed at or focused; null when none is any more. */
  read(unit: Unit | null): void;
}

const latLngs = (ring: readonly Position[]): L.LatLngTuple[] => ring.map(([lon, lat]) => [lat, lon]);

export class Units {
  private readonly drawn = new Map<string, { shape: Shape; unit: Unit }>();
  private readonly renderer: L.SVG;
  private readonly layer = L.layerGroup();
  /** What was last drawn: another level or division has other shapes under the same ids. */
  private of = '';

  constructor(
    map: L.Map,
    private readonly events: UnitEvents,
  ) {
    map.createPane('units').style.zIndex = '205';
    this.renderer = L.svg({ pane: 'units', padding: 0.4 });
    this.layer.addTo(map);
  }

  draw(counted: Counted | null, chosen: ReadonlySet<string>, lang: Lang): void {
    const of = counted ? `${counted.level} ${counted.units[0]?.id ?? ''}` : '';
    if (of !== this.of) this.clear();
    this.of = of;
    if (!counted) return;
    const m = messages(lang);
    const bounds = classBounds(Math.max(0, ...counted.units.map(({ events }) => events)));
    for (const unit of counted.units) {
      const known = this.drawn.get(unit.id);
      const shape = known?.shape ?? this.shape(unit);
      if (!shape) continue;
      if (known) known.unit = unit;
      else this.drawn.set(unit.id, { shape, unit });
      const element = shape.getElement();
      if (!element) continue;
      if (shape instanceof L.CircleMarker && !unit.shape) shape.setRadius(unit.events > 0 ? DISC_PX[counted.level] : NONE_PX);
      const pressed = chosen.has(unit.name);
      // What could not be counted is no zero.
      element.setAttribute('class', `unit leaflet-interactive ${counted.failed ? 'unit-unknown' : `unit-${classOf(unit.events, bounds)}`}${pressed ? ' selected' : ''}${unit.shape ? '' : ' seat'}`);
      element.setAttribute('aria-label', `${unit.name}: ${m.unitEvents(unit.events, formatCount(m, unit.events))}`);
      element.setAttribute('aria-pressed', String(pressed));
    }
  }

  private clear(): void {
    this.layer.clearLayers();
    this.drawn.clear();
  }

  private shape({ id, shape, seat }: Unit): Shape | null {
    const options = { renderer: this.renderer, className: 'unit' };
    if (!shape && !seat) return null;
    const drawn: Shape = shape
      ? L.polygon(shape.map((polygon) => polygon.map(latLngs)), { ...options, smoothFactor: 1.2 })
      : L.circleMarker([seat?.[1] ?? 0, seat?.[0] ?? 0], options);
    drawn.addTo(this.layer);
    const element = drawn.getElement();
    element?.setAttribute('tabindex', '0');
    element?.setAttribute('role', 'button');
    const unit = (): Unit | undefined => this.drawn.get(id)?.unit;
    const read = (): void => this.events.read(unit() ?? null);
    const press = (): void => {
      const now = unit();
      if (now) this.events.press(now);
    };
    for (const type of ['pointerenter', 'focus']) element?.addEventListener(type, read);
    for (const type of ['pointerleave', 'blur']) element?.addEventListener(type, () => this.events.read(null));
    onActivate(drawn, press);
    return drawn;
  }
}
