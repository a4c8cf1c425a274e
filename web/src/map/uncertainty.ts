// How sure a place is, drawn to scale.
//
// In: events that stand alone at this zoom, and the one selected. Out: dashed circles; areas are hatched too.
// It must not know clusters or panels.

import * as L from 'leaflet';
import type { AzEvent } from '../state';
import type { Crowd } from './crowds';
import { pixelsOf } from './project';

/** Smaller circles would hide under their symbol. */
const SMALLEST_PX = 17;
/** Larger ones have no edge in view. */
const LARGEST_PX = 1_400;
/** More circles than this are a pattern, not information. */
const MOST = 60;

export class Uncertainty {
  private readonly layer = L.layerGroup();
  private readonly drawn = new Map<string, { circle: L.Circle; kind: string }>();
  private readonly renderer: L.SVG;

  constructor(private readonly map: L.Map) {
    const pane = map.createPane('uncertainty');
    pane.style.zIndex = '410';
    pane.style.pointerEvents = 'none';
    this.renderer = L.svg({ pane: 'uncertainty', padding: 0.4 });
    this.layer.addTo(map);
  }

  /** Circles that stay are left alone. */
  draw(alone: readonly AzEvent[], selected: AzEvent | null): void {
    const view = this.map.getBounds().pad(0.5);
    const keep = new Set<string>();
    let left = MOST;
    for (const event of selected ? [selected, ...alone] : alone) {
      if (!event.position || event.radiusM <= 0) continue;
      const [lon, lat] = event.position;
      // Events of one place share one circle.
      const place = `${lon},${lat},${event.radiusM}`;
      const isSelected = event === selected;
      if (keep.has(`${place}!`) || (keep.has(place) && !isSelected)) continue;
      const pixels = pixelsOf(event.radiusM, lat, this.map.getZoom());
      if (!isSelected && (pixels < SMALLEST_PX || pixels > LARGEST_PX || !view.contains([lat, lon]))) continue;
      if (!isSelected && left-- <= 0) break;
      const key = isSelected ? `${place}!` : place;
      keep.add(key);
      const known = this.drawn.get(key);
      if (known?.kind === event.kind) continue;
      known?.circle.remove();
      this.drawn.set(key, { circle: this.circle([lat, lon], event, isSelected), kind: event.kind });
    }
    for (const [key, { circle }] of this.drawn) {
      if (keep.has(key)) continue;
      circle.remove();
      this.drawn.delete(key);
    }
  }

  private circle(at: L.LatLngExpression, event: AzEvent, selected: boolean): L.Circle {
    const area = event.status === 'area';
    return L.circle(at, {
      radius: event.radiusM,
      renderer: this.renderer,
      interactive: false,
      className: `within${area ? ' within-area' : ''}${selected ? ' selected' : ''} k-${event.kind}`,
      // A reference in a style sheet would be sought there; as an attribute it is sought in the page.
      ...(area ? { fillColor: 'url(#hatch)', fillOpacity: 1 } : {}),
    }).addTo(this.layer);
  }
}

/** Events that no zoom parts from the others of their symbol. */
export const alone = (crowds: readonly Crowd[]): readonly AzEvent[] => crowds.flatMap(({ same, events }) => (same ? events() : []));
