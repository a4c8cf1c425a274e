// The other places that the open event's name may mean, or those that its place was reckoned from.
//
// In: the event selected. Out: small pins, of alternatives with their probability. It must not know clusters.

import * as L from 'leaflet';
import { formatProbability, messages } from '../locale';
import { anchorsOf, type AzEvent, type Lang, type Rival } from '../state';

const MOST = 8;

const labelOf = ({ name, p }: Rival, lang: Lang): string => `${name} · ${formatProbability(messages(lang), p)}`;

export class Rivals {
  private readonly layer = L.layerGroup();

  constructor(map: L.Map) {
    const pane = map.createPane('rivals');
    pane.style.zIndex = '605';
    pane.style.pointerEvents = 'none';
    this.layer.addTo(map);
  }

  draw(event: AzEvent | null, lang: Lang): void {
    const anchors = event ? anchorsOf(event) : [];
    if (anchors.length > 0) this.pin(anchors, ({ name }) => name, 'rival-pin anchor');
    else this.pin(event?.rivals.slice(0, MOST) ?? [], (rival) => labelOf(rival, lang));
  }

  /** With the numbers of the keys that choose them. */
  number(rivals: readonly Rival[], lang: Lang): void {
    this.pin(rivals, (rival, i) => `${i + 1} · ${labelOf(rival, lang)}`);
  }

  private pin(rivals: readonly Rival[], text: (rival: Rival, i: number) => string, look = 'rival-pin'): void {
    this.layer.clearLayers();
    for (const [i, rival] of rivals.entries()) {
      const pin = document.createElement('div');
      pin.className = look;
      const label = document.createElement('span');
      label.textContent = text(rival, i);
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
