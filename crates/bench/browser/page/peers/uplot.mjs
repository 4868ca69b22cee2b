// uPlot with width 1/dpr, which its documentation calls fastest.
import { loadScript } from '../script.mjs';

const COLOR = '#ff0000';

export default {
  hasNulls: true,
  async load() {
    await loadScript('uplot/dist/uPlot.iife.min.js');
    const style = document.createElement('link');
    Object.assign(style, { rel: 'stylesheet', href: '/bench/lib/uplot/dist/uPlot.min.css' });
    document.head.append(style);
    await new Promise((resolve) => style.addEventListener('load', resolve));
  },
  async draw(target, size, time_ms, values) {
    const time_s = time_ms.map((ms) => ms / 1000);
    const line = { stroke: COLOR, width: 1 / devicePixelRatio, points: { show: false } };
    const options = { ...size, series: [{}, line], legend: { show: false }, scales: { x: { time: true } } };
    const chart = new uPlot(options, [time_s, values], target);
    return { zoom: (from, to) => chart.setScale('x', { min: from / 1000, max: to / 1000 }) };
  },
};
