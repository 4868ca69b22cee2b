// A page around one chart library: the best honest JavaScript from dataArray pages to its plot.
import { byParse, byScan } from './reading.mjs';

const options = new URLSearchParams(location.search);
const { default: library } = await import(`./peers/${options.get('library')}.mjs`);
const kind = options.get('kind') ?? '';
const size = { width: Number(options.get('width')), height: Number(options.get('height')) };
const target = document.getElementById('plot');
target.style.width = `${size.width}px`;
target.style.height = `${size.height}px`;
await library.load();

const read = { parse: byParse, scan: byScan };
let plot = null;

self.benchPeer = {
  /** Reads all pages of a datastream in the given way and draws them; tells when they were visible. */
  async show(id, way) {
    const start = performance.now();
    const { time_ms, values } = await read[way](id, library.hasNulls === true);
    const parsed = performance.now();
    plot = await library.draw(target, size, time_ms, values, kind);
    const drawn = performance.now();
    self.bench.flush();
    if (document.querySelector('canvas') === null) {
      // What is drawn by elements is painted with the next frame.
      await self.bench.nextFrame();
      await self.bench.task();
    }
    const shown = performance.now();
    return { total: shown - start, reading: parsed - start, script: drawn - start, raster: shown - drawn };
  },
  zoom: (fromMs, toMs) => plot.zoom(fromMs, toMs),
};
document.title = 'ready';
