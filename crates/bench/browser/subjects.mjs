// What is measured side by side.

export const GAGEHOUSE = { name: 'gagehouse', isProduct: true, way: 'own', hasFrames: true, most: 10_000_000 };

/**
 * `most`: with how many observations the library is still measured; beyond, a run takes minutes or the page dies.
 * `hasFrames`: whether its zoom and pan are measured; by WebGL in software a step takes seconds.
 */
export const PEERS = [
  { name: 'json_uplot', library: 'uplot', way: 'parse', hasFrames: true, most: 10_000_000 },
  { name: 'scan_uplot', library: 'uplot', way: 'scan', most: 10_000_000 },
  { name: 'json_echarts_lttb', library: 'echarts', kind: 'lttb', way: 'parse', hasFrames: true, most: 10_000_000 },
  { name: 'json_echarts_minmax', library: 'echarts', kind: 'minmax', way: 'parse', hasFrames: true, most: 1_000_000 },
  { name: 'json_plotly', library: 'plotly', kind: 'scatter', way: 'parse', hasFrames: true, most: 1_000_000 },
  { name: 'json_plotly_gl_no_gpu', library: 'plotly', kind: 'scattergl', way: 'parse', most: 1_000_000 },
];

export const SUBJECTS = [GAGEHOUSE, ...PEERS];
