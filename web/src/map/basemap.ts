// The background: Mali, its neighbours' borders, regions, rivers, lakes.
//
// In: shapes from the state. Out: quiet lines in their own panes, styled by the style sheet so that light and
// dark cost nothing. It must not know events.

import * as L from 'leaflet';
import { basemap, type Position, type Shapes } from '../state';
import { svg } from '../symbols';
import { polygonsOf, sharedBorders } from './borders';

/** The box that the shapes were cut to. */
export const DATA_BOX = { west: -13.5, south: 9, east: 5.5, north: 26 };

export interface BasemapShapes {
  countries: Shapes;
  regions: Shapes;
  rivers: Shapes;
  lakes: Shapes;
  towns: Shapes;
}

const latLngs = (line: readonly Position[]): L.LatLngExpression[] => line.map(([lon, lat]) => [lat, lon]);

function pane(map: L.Map, name: string, zIndex: number): L.SVG {
  const element = map.createPane(name);
  element.style.zIndex = String(zIndex);
  element.style.pointerEvents = 'none';
  return L.svg({ pane: name, padding: 0.4 });
}

function linesOf(shapes: Shapes): { line: Position[]; properties: Record<string, unknown> }[] {
  return shapes.features.flatMap(({ geometry, properties }) => {
    if (geometry.type === 'LineString') return [{ line: geometry.coordinates, properties }];
    return geometry.type === 'MultiLineString'
      ? geometry.coordinates.map((line) => ({ line, properties }))
      : [];
  });
}

/** Draws what arrives as it arrives; rejects when something never did. */
export async function drawBasemap(map: L.Map): Promise<BasemapShapes> {
  const land = pane(map, 'land', 200);
  const borders = pane(map, 'borders', 210);
  const line = (coordinates: readonly Position[], className: string, renderer: L.SVG): L.Polyline =>
    L.polyline(latLngs(coordinates), { className, renderer, interactive: false, smoothFactor: 1.2 }).addTo(map);
  const area = (rings: readonly Position[][], className: string, renderer: L.SVG): L.Polygon =>
    L.polygon(rings.map(latLngs), { className, renderer, interactive: false, smoothFactor: 1.2 }).addTo(map);

  const mali = basemap('mali').then((shapes) => {
    for (const { geometry } of shapes.features) {
      for (const rings of polygonsOf(geometry)) area(rings, 'land-mali', land).bringToBack();
    }
  });
  const lakes = basemap('lakes').then((shapes) => {
    for (const { geometry } of shapes.features) for (const rings of polygonsOf(geometry)) area(rings, 'lake', land);
    return shapes;
  });
  const rivers = basemap('rivers').then((shapes) => {
    for (const { line: river, properties } of linesOf(shapes)) {
      line(river, properties['name'] === 'Niger' ? 'river niger' : `river rank-${properties['rank']}`, land);
    }
    return shapes;
  });
  const countries = basemap('countries').then((shapes) => {
    for (const border of sharedBorders(shapes)) line(border, 'border-country', borders);
    return shapes;
  });
  const regions = basemap('regions').then((shapes) => {
    for (const border of sharedBorders(shapes)) line(border, 'border-region', borders);
    return shapes;
  });
  const [, towns] = await Promise.all([mali, basemap('towns'), lakes, rivers, countries, regions]);
  fadeEdges(map);
  return { countries: await countries, regions: await regions, rivers: await rivers, lakes: await lakes, towns };
}

/** Where the data end, lines fade out instead of breaking off. */
function fadeEdges(map: L.Map): void {
  const renderer = pane(map, 'fade', 215);
  const { west, south, east, north } = DATA_BOX;
  const [inner, outer] = [1.1, 0.3];
  const edges: [name: string, box: L.LatLngBoundsLiteral][] = [
    ['fade-west', [[south - outer, west - outer], [north + outer, west + inner]]],
    ['fade-east', [[south - outer, east - inner], [north + outer, east + outer]]],
    ['fade-south', [[south - outer, west - outer], [south + inner, east + outer]]],
    ['fade-north', [[north - inner, west - outer], [north + outer, east + outer]]],
  ];
  for (const [name, box] of edges) {
    L.rectangle(box, { renderer, interactive: false, stroke: false, fillColor: `url(#${name})`, fillOpacity: 1 }).addTo(map);
  }
}

/** Patterns and gradients that shapes on the map are filled with; they must be in the page itself. */
export function definitions(): SVGSVGElement {
  const fade = (id: string, [x1, y1, x2, y2]: [number, number, number, number]): SVGElement =>
    svg(
      'linearGradient',
      { id, x1, y1, x2, y2 },
      svg('stop', { offset: 0.15, class: 'fade-full' }),
      svg('stop', { offset: 1, class: 'fade-none' }),
    );
  return svg(
    'svg',
    { class: 'definitions', width: 0, height: 0, 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      svg(
        'pattern',
        { id: 'hatch', width: 8, height: 8, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('rect', { class: 'hatch-ground', width: 8, height: 8 }),
        svg('line', { class: 'hatch-line', x1: 0, y1: 0, x2: 0, y2: 8 }),
      ),
      fade('fade-west', [0, 0, 1, 0]),
      fade('fade-east', [1, 0, 0, 0]),
      fade('fade-south', [0, 1, 0, 0]),
      fade('fade-north', [0, 0, 0, 1]),
    ),
  );
}
