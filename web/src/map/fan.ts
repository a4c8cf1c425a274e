// Where the events of one place stand when they are fanned out.
//
// In: how many. Out: offsets in pixels around the place: a ring, or a spiral when a ring would be too wide.
// It must not know Leaflet.

/** More than this cannot be told apart; the panel lists them instead. */
export const MAX_FAN = 40;

const SPACE = 36;
const RING_MOST = 9;

export function fanOffsets(count: number): { x: number; y: number }[] {
  if (count <= RING_MOST) {
    const radius = Math.max(38, (SPACE * count) / (2 * Math.PI));
    return Array.from({ length: count }, (_, i) => turn(-Math.PI / 2 + (i * 2 * Math.PI) / count, radius));
  }
  const offsets: { x: number; y: number }[] = [];
  let angle = -Math.PI / 2;
  let radius = 42;
  for (let i = 0; i < count; i += 1) {
    offsets.push(turn(angle, radius));
    const step = SPACE / radius;
    angle += step;
    // One turn outward is one symbol wide.
    radius += (SPACE * step) / (2 * Math.PI);
  }
  return offsets;
}

const turn = (angle: number, radius: number): { x: number; y: number } => ({
  x: Math.cos(angle) * radius,
  y: Math.sin(angle) * radius,
});
