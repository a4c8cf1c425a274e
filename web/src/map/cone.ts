// The way that is known from a place, drawn to scale: "the camp, which lies north of the village".
//
// In: a place with its radius and a direction. Out: a sector. It must not know drafts.

import * as L from 'leaflet';
import type { AzEvent } from '../state';
import { sector } from './sector';

export class Cone {
  private readonly layer = L.layerGroup();

  constructor(map: L.Map) {
    this.layer.addTo(map);
  }

  draw(event: AzEvent | null, direction: string | null): void {
    this.layer.clearLayers();
    const ring = event?.position && direction !== null ? sector(event.position, event.radiusM, direction) : [];
    if (!event || ring.length === 0) return;
    L.polygon(ring.map(([lon, lat]): L.LatLngTuple => [lat, lon]), { pane: 'uncertainty', interactive: false, className: `within cone k-${event.kind}` }).addTo(this.layer);
  }
}
