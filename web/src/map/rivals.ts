// The other places that the open event's name may mean, or those that its place was reckoned from.
//
// In: the event selected. Out: small pins, of alternatives with their probability. It must not know clusters.

import * as L from 'leaflet';
import { formatProbability, messages } from '../locale';
import { anchorsOf, type AzEvent, type Lang } from '../state';

const MOST = 8;

export class Rivals {
  private readonly layer = L.layerGroup();

  constructor(map: L.Map) {
    const pane = map.createPane('rivals');
    pane.style.zIndex = '605';
    pane.style.pointerEvents = 'none';
    this.layer.addTo(map);
  }

  draw(event: AzEvent | null, lang: Lang): void {
    this.layer.clearLayers();
    const anchors = event ? anchorsOf(event) : [];
    for (const rival of anchors.length > 0 ? anchors : (event?.rivals.slice(0, MOST) ?? [])) {
      const pin = document.createElement('div');
      pin.className = `rival-pin${anchors.length > 0 ? ' anchor' : ''}`;
      const label = document.createElement('span');
      label.textContent = anchors.length > 0 ? rival.name : `${rival.name} · ${formatProbability(messages(lang), rival.p)}`;
      pin.append(document.createElement('i'), label);
      const [lon, lat] = rival.position;
      L.marker([lat, lon], {
        pane: 'rivals',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: 'rival', html: pin, iconSize: [0, 0] }),
      }).addTo(this.layer);
    }
  }
}
