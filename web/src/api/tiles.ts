// Tiles of another server, which the operator wants under the map.
//
// In: what the server wrote into the page. Out: their address and whose they are. It must not know the map.

export interface Tiles {
  /** With {z}, {x} and {y} where the numbers of a tile belong. */
  url: string;
  /** As their terms want it to be shown. */
  credit: string;
}

export function tilesWanted(): Tiles | null {
  const told = document.querySelector<HTMLMetaElement>('meta[name="tiles"]');
  return told && { url: told.content, credit: told.dataset['credit'] ?? '' };
}
