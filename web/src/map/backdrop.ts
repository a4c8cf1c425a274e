// Tiles of another server under the map.
//
// In: their address, where an operator gave one. Out: tiles; the map's own ground and names give way once there are any, and
// stay where that server cannot be reached. It must not know whose tiles they are.

import * as L from 'leaflet';

export function drawTiles(map: L.Map, url: string): void {
  // Without leave to read them (CORS) no picture of the map could be saved.
  const tiles = L.tileLayer(url, { crossOrigin: 'anonymous' });
  tiles.once('tileload', () => map.getContainer().classList.add('tiled'));
  tiles.addTo(map);
}
