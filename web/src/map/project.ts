// Degrees -> world pixels at zoom 0, and back to scale.
//
// In: positions. Out: Web Mercator on a world of 256 px, and metres per pixel. It must not know Leaflet.

import type { Position } from '../state';

const RADIANS = Math.PI / 180;
/** Web Mercator ends here. */
const MAX_LATITUDE = 85.0511;
/** Circumference of the sphere of EPSG:3857 in metres. */
const CIRCUMFERENCE_M = 40_075_016.686;

export function project([lon, lat]: Position): { x: number; y: number } {
  const clipped = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  const sin = Math.sin(clipped * RADIANS);
  return {
    x: 256 * (lon / 360 + 0.5),
    y: 256 * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)),
  };
}

export function unproject(x: number, y: number): Position {
  const n = Math.PI - (2 * Math.PI * y) / 256;
  return [(x / 256 - 0.5) * 360, Math.atan(Math.sinh(n)) / RADIANS];
}

/** How many pixels a length on the ground takes at a latitude and a zoom. */
export function pixelsOf(metres: number, lat: number, zoom: number): number {
  return (metres * 256 * 2 ** zoom) / (CIRCUMFERENCE_M * Math.cos(lat * RADIANS));
}
