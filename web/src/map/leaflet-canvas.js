// Leaflet's canvas as far as this map uses it: a sheet in a pane that is moved and sized with the view.
//
// In: Leaflet's renderer. Out: `update` whenever the sheet was moved, which empties it. Whoever has it paints on it: no layer of
// Leaflet's does, those are SVG. It is put in the place of layer/vector/Canvas.js, whose hits and paths are left out.

import { setPosition } from '../../node_modules/leaflet/src/dom/DomUtil.js';
import { Renderer } from '../../node_modules/leaflet/src/layer/vector/Renderer.js';

export const Canvas = Renderer.extend({
  _initContainer() {
    this._container = document.createElement('canvas');
    this._ctx = this._container.getContext('2d');
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    Renderer.prototype._update.call(this);
    const { min } = this._bounds;
    const { x, y } = this._bounds.getSize();
    const fine = devicePixelRatio > 1 ? 2 : 1;
    setPosition(this._container, min);
    this._container.width = fine * x;
    this._container.height = fine * y;
    this._container.style.width = `${x}px`;
    this._container.style.height = `${y}px`;
    this._ctx.scale(fine, fine);
    this._ctx.translate(-min.x, -min.y);
    this.fire('update');
  },
});

export const canvas = (options) => new Canvas(options);
