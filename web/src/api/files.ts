// Addresses of files that the server makes.
//
// In: a collection, a form, conditions. Out: a path. It must not ask for it: the browser follows the link.

export type ExportFormat = 'geojson' | 'csv' | 'kml' | 'gpkg';

/** The most features of one page of GeoJSON; the other forms have no pages. */
const PAGE = 10_000;

export function exportPath(collection: 'events' | 'unlocated', format: ExportFormat, conditions: URLSearchParams, box: string | null): string {
  const query = new URLSearchParams({ f: format });
  for (const [name, value] of conditions) query.append(name, value);
  if (box !== null) query.set('bbox', box);
  if (format === 'geojson') query.set('limit', String(PAGE));
  return `/collections/${collection}/items?${query}`;
}
