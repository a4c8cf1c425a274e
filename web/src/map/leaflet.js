// The parts of Leaflet that this map is made of; its one file brings tiles, popups and layers of all kinds besides.
//
// In: Leaflet's own modules. Out: what `import * as L from 'leaflet'` means here: build.mjs puts this file in its place, and
// fails when a part is used that is not listed. It must hold nothing of our own.

// Each registers itself with the map, or with every layer.
import '../../node_modules/leaflet/src/map/handler/Map.BoxZoom.js';
import '../../node_modules/leaflet/src/map/handler/Map.DoubleClickZoom.js';
import '../../node_modules/leaflet/src/map/handler/Map.Drag.js';
import '../../node_modules/leaflet/src/map/handler/Map.Keyboard.js';
import '../../node_modules/leaflet/src/map/handler/Map.ScrollWheelZoom.js';
import '../../node_modules/leaflet/src/map/handler/Map.TouchZoom.js';
import '../../node_modules/leaflet/src/layer/vector/Renderer.getRenderer.js';
import { scale } from '../../node_modules/leaflet/src/control/Control.Scale.js';
import { zoom } from '../../node_modules/leaflet/src/control/Control.Zoom.js';
import { disableClickPropagation, stop } from '../../node_modules/leaflet/src/dom/DomEvent.js';

export const control = { scale, zoom };
export const DomEvent = { disableClickPropagation, stop };

// What is not used of these is left out by the bundler.
export { setOptions, stamp } from '../../node_modules/leaflet/src/core/Util.js';
export { Bounds, toBounds as bounds } from '../../node_modules/leaflet/src/geometry/Bounds.js';
export { Point, toPoint as point } from '../../node_modules/leaflet/src/geometry/Point.js';
export { LatLng, toLatLng as latLng } from '../../node_modules/leaflet/src/geo/LatLng.js';
export { LatLngBounds, toLatLngBounds as latLngBounds } from '../../node_modules/leaflet/src/geo/LatLngBounds.js';
export { Map, createMap as map } from '../../node_modules/leaflet/src/map/Map.js';
export { Layer } from '../../node_modules/leaflet/src/layer/Layer.js';
export { LayerGroup, layerGroup } from '../../node_modules/leaflet/src/layer/LayerGroup.js';
export { DivIcon, divIcon } from '../../node_modules/leaflet/src/layer/marker/DivIcon.js';
export { Marker, marker } from '../../node_modules/leaflet/src/layer/marker/Marker.js';
export { Circle, circle } from '../../node_modules/leaflet/src/layer/vector/Circle.js';
export { CircleMarker, circleMarker } from '../../node_modules/leaflet/src/layer/vector/CircleMarker.js';
export { Polygon, polygon } from '../../node_modules/leaflet/src/layer/vector/Polygon.js';
export { Polyline, polyline } from '../../node_modules/leaflet/src/layer/vector/Polyline.js';
export { Rectangle, rectangle } from '../../node_modules/leaflet/src/layer/vector/Rectangle.js';
export { Renderer } from '../../node_modules/leaflet/src/layer/vector/Renderer.js';
export { SVG, svg } from '../../node_modules/leaflet/src/layer/vector/SVG.js';
export { Canvas, canvas } from '../../node_modules/leaflet/src/layer/vector/Canvas.js';
export { TileLayer, tileLayer } from '../../node_modules/leaflet/src/layer/tile/TileLayer.js';
