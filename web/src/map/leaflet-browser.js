// What Leaflet asks of the browser, answered for those that this page is built for (build.mjs names them).
//
// In: nothing but the system and the density of the screen. Out: what its own core/Browser.js says in any of them; it is put
// in that file's place, so that what only browsers of before 2020 need is left out.

const says = (word) => navigator.userAgent.toLowerCase().includes(word);

export default {
  any3d: true,
  canvas: true,
  chrome: says('chrome'),
  edge: false,
  ie3d: false,
  ielt9: false,
  inlineSvg: true,
  linux: navigator.platform.startsWith('Linux'),
  mac: navigator.platform.startsWith('Mac'),
  mobile: says('mobile'),
  mobileOpera: false,
  msPointer: false,
  passiveEvents: true,
  pointer: true,
  retina: devicePixelRatio > 1,
  safari: !says('chrome') && says('safari'),
  svg: true,
  touch: true,
  // Where there are no events of touch there is no touch screen: no other events have to stand for them.
  touchNative: true,
  vml: false,
};
