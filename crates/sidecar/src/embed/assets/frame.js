(() => {
  'use strict';
  const plot = document.getElementById('plot');
  const said = document.getElementById('said');
  const data = JSON.parse(document.getElementById('data').textContent);
  const words = data.words;

  // How high this page is, for the page around it. The origin of a sandboxed frame is "null", so it goes to anyone.
  let told = 0;
  const tell = (byReader) => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (parent !== window && Math.abs(height - told) > 1) {
      told = height;
      parent.postMessage({ type: 'gagehouse-height', height, byReader: byReader === true }, '*');
    }
  };
  addEventListener('load', tell);
  addEventListener('resize', tell);
  document.querySelectorAll('details').forEach((it) => it.addEventListener('toggle', () => tell(true)));

  // Ages go on while the page is open.
  const age = (ms) => {
    const minutes = Math.floor(Math.abs(ms) / 60000);
    const [amount, unit] = minutes < 120 ? [minutes, 0] : minutes < 2880 ? [Math.floor(minutes / 60), 1]
      : minutes < 1051200 ? [Math.floor(minutes / 1440), 2] : [Math.floor(minutes / 525960), 3];
    const text = `${amount} ${words.units[unit][amount === 1 ? 0 : 1]}`;
    return minutes < 1 ? words.now : (ms < 0 ? words.ahead : words.ago).replace('{0}', text);
  };
  setInterval(() => {
    if (!document.hidden) {
      document.querySelectorAll('[data-time]').forEach((it) => {
        it.textContent = age(Date.now() - Number(it.dataset.time));
      });
    }
  }, 30000);

  if (!plot || !data.series || !data.series.some((it) => it.t.length)) {
    return;
  }

  // Times come as differences.
  const series = data.series.map((it) => {
    let at = 0;
    return { ...it, t: it.t.map((step) => (at += step)) };
  });
  const times = [...new Set(series.flatMap((it) => it.t))].sort((a, b) => a - b);

  const offset = (ms) => {
    let minutes = data.zone.first;
    for (const [from, next] of data.zone.changes) {
      if (from > ms) break;
      minutes = next;
    }
    return minutes;
  };
  const clock = (ms) => {
    const minutes = offset(ms);
    const two = (number) => String(number).padStart(2, '0');
    const size = Math.abs(minutes);
    const sign = minutes < 0 ? '\u2212' : '+';
    const utc = minutes === 0 ? 'UTC' : `UTC${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
    const text = new Date(ms + minutes * 60000).toISOString().replace('T', ' ').slice(0, 19).replace(/:00$/, '');
    return `${text} (${data.zone.name === utc ? utc : `${data.zone.name}, ${utc}`})`;
  };
  // The place of the value nearest in time.
  const nearest = (all, ms) => {
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle] < ms) low = middle + 1; else high = middle;
    }
    return low > 0 && ms - all[low - 1] <= all[low] - ms ? low - 1 : low;
  };

  const shown = () => [...plot.querySelectorAll('svg')].find((it) => it.getBoundingClientRect().width > 0);
  const frameOf = (svg) => data.frames[svg.classList.contains('narrow') ? 'narrow' : 'wide'];
  const ns = 'http://www.w3.org/2000/svg';
  let drawn = [];
  let place = times.length - 1;
  const text = said.textContent;

  const clear = () => {
    drawn.forEach((it) => it.remove());
    drawn = [];
    said.textContent = text;
  };
  const draw = (svg, name, attributes) => {
    const it = document.createElementNS(ns, name);
    Object.entries(attributes).forEach(([key, value]) => it.setAttribute(key, value));
    svg.append(it);
    drawn.push(it);
  };
  const show = (ms) => {
    clear();
    const svg = shown();
    if (!svg) return '';
    const { x, y } = frameOf(svg);
    const px = (at) => x[0] + ((at - data.window[0]) / (data.window[1] - data.window[0])) * (x[1] - x[0]);
    draw(svg, 'line', { x1: px(ms), x2: px(ms), y1: y[0].top, y2: y[0].bottom, stroke: 'currentColor', 'stroke-width': 1 });
    const reach = (data.window[1] - data.window[0]) * 0.02;
    const parts = [];
    series.forEach((it, number) => {
      const at = it.t.length ? nearest(it.t, ms) : -1;
      if (at < 0 || Math.abs(it.t[at] - ms) > Math.max(reach, it.step)) return;
      const value = it.v[at];
      const { top, bottom, min, max, log } = y[number];
      const share = log ? (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min)) : (value - min) / (max - min);
      if (share >= 0 && share <= 1) {
        draw(svg, 'circle', { cx: px(it.t[at]), cy: bottom - share * (bottom - top), r: 4, fill: 'none', stroke: 'currentColor', 'stroke-width': 2 });
      }
      const unit = it.unit ? (/^[%°]$/.test(it.unit) ? it.unit : `\u00a0${it.unit}`) : '';
      const figures = String(it.s ? it.s[at] : value).replace('-', '\u2212');
      parts.push(`${series.length > 1 ? `${it.n}: ` : ''}${figures}${unit}${it.t[at] === ms ? '' : ` (${clock(it.t[at])})`}`);
    });
    said.textContent = `${clock(ms)}: ${parts.join(', ')}`;
    return said.textContent;
  };

  plot.addEventListener('pointermove', (event) => {
    const svg = shown();
    const matrix = svg && svg.getScreenCTM();
    if (!matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()).x;
    const { x } = frameOf(svg);
    const ms = data.window[0] + ((at - x[0]) / (x[1] - x[0])) * (data.window[1] - data.window[0]);
    place = nearest(times, ms);
    show(times[place]);
  });
  plot.addEventListener('pointerleave', clear);

  // With the keyboard: a slider over the values, so that screen readers let the arrow keys through.
  plot.tabIndex = 0;
  const slider = {
    role: 'slider', 'aria-label': words.keys, 'aria-orientation': 'horizontal', 'aria-valuemin': 0, 'aria-valuemax': times.length - 1,
  };
  Object.entries(slider).forEach(([key, value]) => plot.setAttribute(key, value));
  const speak = () => {
    plot.setAttribute('aria-valuenow', place);
    plot.setAttribute('aria-valuetext', show(times[place]));
  };
  speak();
  clear();
  plot.addEventListener('focus', speak);
  plot.addEventListener('blur', clear);
  plot.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.round(times.length / 10));
    const moves = {
      ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page, Home: -times.length, End: times.length,
    };
    if (event.key === 'Escape') {
      clear();
    } else if (event.key in moves) {
      place = Math.min(times.length - 1, Math.max(0, place + moves[event.key]));
      speak();
      event.preventDefault();
    }
  });
})();
