// A position in the forms that people exchange.
//
// In: longitude and latitude. Out: texts that other maps and radios take. It must not know the page.

import { forward } from 'mgrs';
import { formatPosition } from './format';

export interface PositionForms {
  decimal: string;
  /** Degrees, minutes and seconds to a tenth: 3 m. With the signs of every keyboard, which all fonts have and all maps read. */
  dms: string;
  /** The square metre of the Military Grid; null at the poles, which have another one. */
  mgrs: string | null;
}

/** The grid reaches from 80° S to 84° N. */
const [GRID_SOUTH, GRID_NORTH] = [-80, 84];

function sexagesimal(value: number, [positive, negative]: readonly [string, string]): string {
  // In whole tenths of a second first: 59.96" must not be written as 60.0".
  const tenths = Math.round(Math.abs(value) * 36_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = tenths % 600;
  return `${Math.floor(tenths / 36_000)}°${two(Math.floor(tenths / 600) % 60)}'${two(Math.floor(seconds / 10))}.${seconds % 10}"${value < 0 ? negative : positive}`;
}

export function formsOf([lon, lat]: readonly [number, number]): PositionForms {
  const inGrid = lat >= GRID_SOUTH && lat <= GRID_NORTH;
  return {
    decimal: formatPosition([lon, lat]),
    dms: `${sexagesimal(lat, ['N', 'S'])} ${sexagesimal(lon, ['E', 'W'])}`,
    // "30QYD7032285186" as it is read out.
    mgrs: inGrid ? forward([lon, lat], 5).replace(/^(\d+[A-Z])([A-Z]{2})(\d{5})(\d{5})$/, '$1 $2 $3 $4') : null,
  };
}
