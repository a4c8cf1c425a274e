// Tiles of another server under the map.
//
// In: their address, where an operator gave one. Out: tiles; the map's own ground and names give way once there are any, and
// stay where that server cannot be reached. It must not know whose tiles they are.

import * as L from 'leaflet';

export function drawTiles(map: L.Map, url: string): void {
  // Without leave to read them (CORS) no picture of the map could be saved.
  // Tile servers ask who draws their tiles (openstreetmap.org refuses those who do not say): this one, and no other host, learns
  // where the page is from, and no more of its address.
  const tiles = L.tileLayer(url, { crossOrigin: 'anonymous', referrerPolicy: 'origin' });
  tiles.once('tileload', () => map.getContainer().classList.add('tiled'));
  tiles.addTo(map);
}
