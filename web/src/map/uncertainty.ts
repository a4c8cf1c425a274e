// How sure a place is, drawn to scale.
//
// In: sites that stand alone at this zoom, and the event selected. Out: dashed circles; areas are hatched too.
// It must not know panels.

import * as L from 'leaflet';
import type { AzEvent } from '../state';
import type { Grouping } from './cluster';
import { countsOf, type Sites } from './density';
import { pixelsOf } from './project';

/** Smaller circles would hide under their symbol. */
const SMALLEST_PX = 17;
/** Larger ones have no edge in view. */
const LARGEST_PX = 1_400;
/** More circles than this are a pattern, not information. */
const MOST = 60;

export class Uncertainty {
  private readonly layer = L.layerGroup();
  private readonly drawn = new Map<string, L.Circle>();
  private readonly renderer: L.SVG;

  constructor(private readonly map: L.Map) {
    const pane = map.createPane('uncertainty');
    pane.style.zIndex = '410';
    pane.style.pointerEvents = 'none';
    this.renderer = L.svg({ pane: 'uncertainty', padding: 0.4 });
    this.layer.addTo(map);
  }

  /** Circles that stay are left alone. */
  draw(alone: Iterable<Site>, selected: AzEvent | null): void {
    const view = this.map.getBounds().pad(0.5);
    const zoom = this.map.getZoom();
    const keep = new Set<string>();
    const show = (site: Site, isSelected: boolean): void => {
      // Events of one place share one circle.
      const key = `${site.lon},${site.lat},${site.radiusM}${site.area ? ' area' : ''}${isSelected ? '!' : ''}`;
      keep.add(key);
      if (!this.drawn.has(key)) this.drawn.set(key, this.circle(site, isSelected));
    };
    const own = selected?.position && selected.radiusM > 0 ? { lon: selected.position[0], lat: selected.position[1], radiusM: selected.radiusM, area: selected.status === 'area' } : null;
    if (own) show(own, true);
    for (const site of alone) {
      const pixels = pixelsOf(site.radiusM, site.lat, zoom);
      if (pixels < SMALLEST_PX || pixels > LARGEST_PX || !view.contains([site.lat, site.lon])) continue;
      if (own && own.lon === site.lon && own.lat === site.lat && own.radiusM === site.radiusM) continue;
      if (keep.size > MOST) break;
      show(site, false);
    }
    for (const [key, circle] of this.drawn) {
      if (keep.has(key)) continue;
      circle.remove();
      this.drawn.delete(key);
    }
  }

  private circle({ lon, lat, radiusM, area }: Site, selected: boolean): L.Circle {
    return L.circle([lat, lon], {
      radius: radiusM,
      renderer: this.renderer,
      interactive: false,
      className: `within${area ? ' within-area' : ''}${selected ? ' selected' : ''}`,
      // A reference in a style sheet would be sought there; as an attribute it is sought in the page.
      ...(area ? { fillColor: 'url(#hatch)', fillOpacity: 1 } : {}),
    }).addTo(this.layer);
  }
}

/** Somewhere events may have been. */
export interface Site {
  lon: number;
  lat: number;
  radiusM: number;
  area: boolean;
}

/** The sites whose symbol no zoom parts. */
export function* alone(sites: Sites, rows: Uint32Array, { groupOf }: Grouping): Generator<Site> {
  const counts = countsOf(sites, rows);
  for (let i = 0; i < counts.length; i += 1) {
    const radiusM = sites.radiusM[i] ?? 0;
    if (counts[i] === 0 || radiusM <= 0 || !groupOf(sites.first[i] ?? 0)?.same) continue;
    yield { lon: sites.lon[i] ?? 0, lat: sites.lat[i] ?? 0, radiusM, area: sites.area[i] === true };
  }
}
