// Events spread over where each may have been.
//
// In: events, or sites in cells of a grid. Out: sites, and the mass in each cell. It must not know Leaflet.

import type { AzEvent } from '../state';

/** Events of one place, or of one area, that may have been as far from it. */
export interface Sites {
  /** The site of each event. */
  siteOf: Uint32Array;
  /** Degrees and metres. */
  lon: number[];
  lat: number[];
  radiusM: number[];
  area: boolean[];
  /** One of its events. */
  first: number[];
}

export function sitesOf(events: readonly AzEvent[]): Sites {
  const sites: Sites = { siteOf: new Uint32Array(events.length), lon: [], lat: [], radiusM: [], area: [], first: [] };
  const known = new Map<string, number>();
  events.forEach(({ position, radiusM, status }, i) => {
    const [lon, lat] = position ?? [0, 0];
    const key = `${lon},${lat},${radiusM},${status === 'area'}`;
    let site = known.get(key);
    if (site === undefined) {
      site = sites.lon.push(lon) - 1;
      sites.lat.push(lat);
      sites.radiusM.push(radiusM);
      sites.area.push(status === 'area');
      sites.first.push(i);
      known.set(key, site);
    }
    sites.siteOf[i] = site;
  });
  return sites;
}

/** How many of these events each site has. */
export function countsOf({ siteOf, lon }: Sites, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(lon.length);
  for (let k = 0; k < rows.length; k += 1) {
    const site = siteOf[rows[k] ?? 0] ?? 0;
    counts[site] = (counts[site] ?? 0) + 1;
  }
  return counts;
}

export interface Spread {
  x: number;
  y: number;
  /** All of the mass lies within. */
  radius: number;
  mass: number;
}

/** Mass per cell: each spread adds up to its mass, however wide it is (a quartic kernel: Silverman 1986, 4.5). */
export function density(width: number, height: number, spreads: Iterable<Spread>): Float32Array {
  const grid = new Float32Array(width * height);
  for (const { x, y, radius, mass } of spreads) {
    const peak = (3 * mass) / (Math.PI * radius * radius);
    const [top, bottom] = [Math.max(0, Math.ceil(y - radius)), Math.min(height - 1, Math.floor(y + radius))];
    const [left, right] = [Math.max(0, Math.ceil(x - radius)), Math.min(width - 1, Math.floor(x + radius))];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        const part = 1 - ((column - x) ** 2 + (row - y) ** 2) / (radius * radius);
        if (part > 0) grid[row * width + column] = (grid[row * width + column] ?? 0) + peak * part * part;
      }
    }
  }
  return grid;
}
