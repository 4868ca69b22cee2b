// ECharts with its canvas, no animation, no symbols, and the sampling that `kind` names.
import { loadScript } from '../script.mjs';

const COLOR = '#ff0000';

export default {
  async load() {
    await loadScript('echarts/dist/echarts.min.js');
  },
  async draw(target, size, time_ms, values, kind) {
    const rows = new Float64Array(time_ms.length * 2);
    for (let row = 0; row < time_ms.length; row += 1) {
      rows[2 * row] = time_ms[row];
      rows[2 * row + 1] = values[row];
    }
    const chart = echarts.init(target, null, { renderer: 'canvas', devicePixelRatio: 1 });
    chart.setOption({
      animation: false,
      grid: { left: 60, right: 20, top: 20, bottom: 40 },
      xAxis: { type: 'time' },
      yAxis: { type: 'value', scale: true },
      dataZoom: [{ type: 'inside', filterMode: 'filter' }],
      series: [
        {
          type: 'line',
          data: rows,
          dimensions: ['time', 'value'],
          showSymbol: false,
          sampling: kind,
          lineStyle: { width: 1, color: COLOR },
        },
      ],
    });
    chart.getZr().flush();
    return {
      zoom(startValue, endValue) {
        chart.dispatchAction({ type: 'dataZoom', startValue, endValue });
        chart.getZr().flush();
      },
    };
  },
};
