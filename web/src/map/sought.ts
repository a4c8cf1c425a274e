// The place that a person looked for.
//
// In: the place chosen, if any. Out: a pin with its name. It must not know events.

import * as L from 'leaflet';
import type { Suggestion } from '../state';

export class Sought {
  private readonly layer = L.layerGroup();

  constructor(map: L.Map) {
    const pane = map.createPane('sought');
    // Over the symbols, and never in their way.
    pane.style.zIndex = '650';
    pane.style.pointerEvents = 'none';
    this.layer.addTo(map);
  }

  draw(place: Suggestion | null): void {
    this.layer.clearLayers();
    if (!place) return;
    const pin = document.createElement('div');
    pin.className = 'sought-pin';
    const label = document.createElement('span');
    label.textContent = place.name;
    pin.append(document.createElement('i'), label);
    const [lon, lat] = place.position;
    L.marker([lat, lon], {
      pane: 'sought',
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: 'sought', html: pin, iconSize: [0, 0] }),
    }).addTo(this.layer);
  }
}
