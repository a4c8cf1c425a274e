// The symbol of each kind: an outline of its own and a sign within, so that colour is never the only word.
//
// In: a kind. Out: an SVG of 24 by 24 units, coloured by the class k-<kind>, or the same on a canvas. It must not know maps or
// lists.

import type { Kind } from '../kinds';
import { ink, perTheme } from './ink';
import { svg } from './svg';

/** Outline and sign as path data; the outline is filled with the kind's colour, the sign is drawn over it. */
export const SHAPES: Record<Kind, { outline: string; sign: string }> = {
  // A diamond struck from above.
  attack: { outline: 'M12 1.5 22.5 12 12 22.5 1.5 12z', sign: 'M12 6.5v7M9 11l3 3.5 3-3.5' },
  // A round field with crossed lines.
  clash: { outline: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z', sign: 'M8 8l8 8M16 8l-8 8' },
  // A person in a soft square.
  civilians: {
    outline: 'M6.5 2.5h11a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4h-11a4 4 0 0 1-4-4v-11a4 4 0 0 1 4-4z',
    sign: 'M12 6.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM7.5 17.5c0-3 2-4.3 4.5-4.3s4.5 1.3 4.5 4.3',
  },
  // A burst.
  explosive: {
    outline: 'M12 1l2.5 4.7L19.8 4.2l-1.5 5.3L23 12l-4.7 2.5 1.5 5.3-5.3-1.5L12 23l-2.5-4.7-5.3 1.5 1.5-5.3L1 12l4.7-2.5L4.2 4.2l5.3 1.5z',
    sign: 'M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  },
  // A triangle pointing at the ground.
  shelling: { outline: 'M2 3h20L12 22z', sign: 'M9 7v3M12 7v6M15 7v3' },
  // A hexagon with a closed ring.
  abduction: {
    outline: 'M7 2.5h10L22.5 12 17 21.5H7L1.5 12z',
    sign: 'M12 10.5a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6zM12 10.5V6.5',
  },
  // A square with a keyhole.
  crime: {
    outline: 'M3 3h18v18H3z',
    sign: 'M12 7a2.4 2.4 0 1 1 0 4.8A2.4 2.4 0 0 1 12 7zM12 11.8V17',
  },
  // A shield with a flag.
  control: {
    outline: 'M3 2.5h18V12c0 5-4 8.5-9 10.5C7 20.5 3 17 3 12z',
    sign: 'M9.5 17V6.5h6.5l-1.8 2.4 1.8 2.4H9.5',
  },
  // A voice.
  protest: { outline: 'M2 3h20v13.5h-9.5L7 22.5v-6H2z', sign: 'M6.5 7.5h11M6.5 12h7' },
  // A way out.
  displacement: { outline: 'M2 4.5h12L22.5 12 14 19.5H2z', sign: 'M5.5 12h9M11.5 8.5l3.5 3.5-3.5 3.5' },
  // A warning.
  accident: { outline: 'M12 2l10.5 19h-21z', sign: 'M12 9v5.5M12 17.5v.5' },
  // A small round field with a line.
  other: { outline: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z', sign: 'M8.5 12h7' },
};

/** `hollow` is for what has no exact place: an area, or a place in doubt. */
export function kindSymbol(kind: Kind, hollow = false): SVGSVGElement {
  const { outline, sign } = SHAPES[kind];
  return svg(
    'svg',
    { viewBox: '0 0 24 24', class: `symbol k-${kind}${hollow ? ' hollow' : ''}`, 'aria-hidden': 'true' },
    svg('path', { class: 'outline', d: outline }),
    svg('path', { class: 'sign', d: sign }),
  );
}

interface Drawing {
  outline: Path2D;
  sign: Path2D;
  own: string;
  paper: string;
  edge: string;
  white: string;
}

const drawings = perTheme(() => new Map<Kind, Drawing>());

function drawing(kind: Kind): Drawing {
  const known = drawings().get(kind);
  if (known) return known;
  const { outline, sign } = SHAPES[kind];
  const made = { outline: new Path2D(outline), sign: new Path2D(sign), own: ink(`--k-${kind}`), paper: ink('--paper'), edge: ink('--symbol-edge'), white: ink('--sign') };
  drawings().set(kind, made);
  return made;
}

/** As the style sheet has it, with the upper left corner at the origin. */
export function paintSymbol(context: CanvasRenderingContext2D, kind: Kind, hollow = false): void {
  const { outline, sign, own, paper, edge, white } = drawing(kind);
  context.lineJoin = context.lineCap = 'round';
  context.fillStyle = hollow ? paper : own;
  context.fill(outline);
  context.strokeStyle = hollow ? own : edge;
  context.lineWidth = hollow ? 1.8 : 1.4;
  context.setLineDash(hollow ? [3, 2] : []);
  context.stroke(outline);
  context.setLineDash([]);
  context.strokeStyle = hollow ? own : white;
  context.lineWidth = 2;
  context.stroke(sign);
}
