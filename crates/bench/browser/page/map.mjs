// A map library's page: draws every place, and says how long that took from the places in memory to the picture.
import { loadScript } from './script.mjs';

const LATITUDE = 39;
const LONGITUDE = -98;
const ZOOM = 5;

function style(path) {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: `/bench/lib/${path}` });
  document.head.append(link);
  return new Promise((resolve) => link.addEventListener('load', resolve));
}

const libraries = {
  async markercluster() {
    await style('leaflet/dist/leaflet.css');
    await style('leaflet.markercluster/dist/MarkerCluster.css');
    await style('leaflet.markercluster/dist/MarkerCluster.Default.css');
    await loadScript('leaflet/dist/leaflet.js');
    await loadScript('leaflet.markercluster/dist/leaflet.markercluster.js');
    return (places) => {
      const map = L.map('map', { preferCanvas: true, maxZoom: 17 }).setView([LATITUDE, LONGITUDE], ZOOM);
      const group = L.markerClusterGroup();
      const markers = [];
      for (let at = 0; at < places.length; at += 2) {
        markers.push(L.circleMarker([places[at + 1], places[at]], { radius: 6, color: '#0b6b50' }));
      }
      group.addLayers(markers);
      map.addLayer(group);
    };
  },
  async openlayers() {
    await loadScript('ol/dist/ol.js');
    return (places) => {
      const features = [];
      for (let at = 0; at < places.length; at += 2) {
        features.push(new ol.Feature(new ol.geom.Point(ol.proj.fromLonLat([places[at], places[at + 1]]))));
      }
      const source = new ol.source.Vector({ features });
      const look = { 'circle-radius': 5, 'circle-fill-color': '#0b6b50' };
      const layer =
        ol.layer.WebGLVector !== undefined
          ? new ol.layer.WebGLVector({ source, style: look })
          : new ol.layer.WebGLPoints({ source, style: look });
      const view = new ol.View({ center: ol.proj.fromLonLat([LONGITUDE, LATITUDE]), zoom: ZOOM });
      const map = new ol.Map({ target: 'map', layers: [layer], view });
      return new Promise((resolve) => map.once('rendercomplete', resolve));
    };
  },
};

const name = new URLSearchParams(location.search).get('library');
const draw = await libraries[name]();
const bytes = await (await fetch('/bench/places')).arrayBuffer();
const places = new Float64Array(bytes);
await self.bench.nextFrame();
const before = performance.now();
await draw(places);
await self.bench.nextFrame();
await self.bench.task();
self.bench.flush();
self.benchMapTook = performance.now() - before;
document.title = 'ready';
