// Plotly; `kind` is scatter (SVG) or scattergl (WebGL, here in software).
import { loadScript } from '../script.mjs';

const COLOR = '#ff0000';

export default {
  async load() {
    await loadScript('plotly.js-dist-min/plotly.min.js');
  },
  async draw(target, size, time_ms, values, kind) {
    const trace = { type: kind, mode: 'lines', x: time_ms, y: values, line: { width: 1, color: COLOR } };
    const layout = { ...size, margin: { l: 60, r: 20, t: 20, b: 40 }, xaxis: { type: 'date' } };
    await Plotly.newPlot(target, [trace], layout, { displayModeBar: false });
    return { zoom: (from, to) => Plotly.relayout(target, { 'xaxis.range': [from, to] }) };
  },
};
