// The few signs of the page's own controls, drawn as lines of 24 units.
//
// In: a name. Out: an SVG. It must not know what the control does.

import { svg } from './svg';

const ICONS = {
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  up: 'M5 15l7-7 7 7',
  open: 'M12 15V4M7.5 8.5L12 4l4.5 4.5M4 15v4.5h16V15',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  target: 'M12 3v4M12 17v4M3 12h4M17 12h4M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  theme: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 3.5a8.5 8.5 0 0 1 0 17z',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.7v.6',
  warning: 'M12 4l9 16H3zM12 10v4.5M12 17v.5',
  doubt: 'M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5',
  home: 'M4 9.5V4h5.5M14.5 4H20v5.5M20 14.5V20h-5.5M9.5 20H4v-5.5',
  search: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l5 5',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  list: 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.6M4.5 12h.6M4.5 17.5h.6',
  pair: 'M9 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12z',
  text: 'M6 3.5h9l4 4v13H6zM9.5 11h6M9.5 14h6M9.5 17h4',
  review: 'M4.5 6l1.7 1.7L9 4.8M4.5 12.5l1.7 1.7L9 11.3M12.5 6.5h7M12.5 13h7M5 19h14.5',
  undo: 'M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4',
  next: 'M9 5l7 7-7 7',
  copy: 'M9 9h10.5v11H9zM15 9V4.5H4.5v10.5H9',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M8 5v14M16 5v14',
  save: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M4 19.5h16',
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', class: `icon icon-${name}`, 'aria-hidden': 'true' },
    svg('path', { d: ICONS[name] }),
  );
}

/** The mark: a caravan's slabs of salt above the dunes. */
export function mark(): SVGSVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 32 32', class: 'mark', 'aria-hidden': 'true' },
    svg('rect', { class: 'sky', width: 32, height: 32, rx: 7 }),
    svg('path', { class: 'dune', d: 'M0 22c5-4 9-6 13-6 7 0 9 6 19 5v4a7 7 0 0 1-7 7H7a7 7 0 0 1-7-7z' }),
    svg('path', { class: 'near', d: 'M0 27c8-4 13-5 19-3 5 2 9 2 13 0v1a7 7 0 0 1-7 7H7a7 7 0 0 1-7-7z' }),
    svg('path', { class: 'slabs', d: 'M8 8.5l3 3-3 3-3-3zm8-2l3 3-3 3-3-3zm8 3l3 3-3 3-3-3z' }),
  );
}
