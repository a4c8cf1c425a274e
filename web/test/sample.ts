// Events to test with.

import { readEvent } from '../src/api/read';
import type { AzEvent } from '../src/api';

export function event(id: string, properties: Record<string, unknown> = {}, at: [number, number] | null = [-1.4, 17.03]): AzEvent {
  const read = readEvent({
    type: 'Feature',
    id,
    geometry: at && { type: 'Point', coordinates: at },
    properties: { kind: 'attack', title: `Event ${id}`, date_start: '2023-10-01', date_end: '2023-10-01', date_precision: 'day', radius_m: 1500, status: 'located', ...properties },
  });
  if (!read) throw new Error('the sample is no event');
  return read;
}
