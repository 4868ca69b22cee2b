// Beside clock.js in Gagehouse's own page: watches the canvas of the data, opens plots, turns the wheel.
{
  const canvas = () => document.querySelectorAll('.plot-surface canvas')[1];
  const now = () => performance.timeOrigin + performance.now();
  /** After so long without a new picture the plot is finished. */
  const REST_MS = 700;
  const PATIENCE_MS = 150_000;
  const paints = [];
  let painted = false;
  let watched = false;

  const clearRect = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (watched && this.canvas === canvas()) painted = true;
    return clearRect.apply(this, area);
  };

  function pixels() {
    const { width, height } = canvas();
    return new Uint32Array(canvas().getContext('2d').getImageData(0, 0, width, height).data.buffer);
  }

  /** Notes a paint. Its picture is only read when it is the first with ink, or may be the last. */
  function look(isComplete) {
    if (!painted) return;
    painted = false;
    const start = now();
    const paint = { at: start, hasInk: paints.at(-1)?.hasInk === true };
    paints.push(paint);
    if (paint.hasInk && !isComplete()) return;
    paint.pixels = pixels();
    paint.at = now();
    paint.raster = paint.at - start;
    paint.hasInk ||= paint.pixels.some((word) => word !== 0);
  }

  /** The first paint with the picture of the last one. Pictures are compared when nothing is measured any more. */
  function finalPaint() {
    const last = paints.at(-1);
    const isSame = ({ pixels }) =>
      pixels !== undefined &&
      pixels.length === last.pixels?.length &&
      pixels.every((word, place) => word === last.pixels[place]);
    return paints.find(isSame) ?? last;
  }

  /** Shows a plot in the page as a link in it would, without loading the page anew. */
  function open(path) {
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }

  /** Opens a plot and waits until it rests; tells when first ink and when the last change were visible. */
  async function shown(path, isComplete) {
    watched = true;
    const watcher = () => look(isComplete);
    self.bench.afterCallback.add(watcher);
    if (path !== null) open(path);
    const start = now();
    const rested = () => isComplete() && paints.at(-1)?.hasInk && now() - paints.at(-1).at > REST_MS;
    while (!rested()) {
      if (now() - start > PATIENCE_MS) {
        const ink = paints.at(-1)?.hasInk ? 'with' : 'without';
        throw new Error(`no finished plot: ${paints.length} paints, the last ${ink} ink`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    self.bench.afterCallback.delete(watcher);
    watched = false;
    const final = finalPaint();
    const first = paints.find(({ hasInk }) => hasInk);
    const told = { first: first.at, last: final.at, raster: final.raster ?? 0, paints: paints.length };
    paints.length = 0;
    return told;
  }

  /** Whether nothing more is being loaded, as the page says it. */
  function isLoaded() {
    return document.querySelector('.plot-page p.visually-hidden[role=status]')?.textContent === '';
  }

  /** Where the plot stands on the page, in pixels. */
  function area() {
    const box = document.querySelector('.plot-surface').getBoundingClientRect();
    return { left: box.left, top: box.top, width: box.width, height: box.height };
  }

  function wheel(dx, dy, share) {
    const { left, top, width, height } = area();
    const event = new WheelEvent('wheel', {
      deltaX: dx,
      deltaY: dy,
      clientX: left + width * share,
      clientY: top + height / 2,
      bubbles: true,
      cancelable: true,
    });
    document.querySelector('.plot-surface').dispatchEvent(event);
  }

  self.benchProduct = {
    open,
    shown,
    isLoaded,
    area,
    /** Zooms so that the window becomes so much of what it was. */
    zoom: (factor) => wheel(0, Math.log(factor) / 0.0025, 0.37),
    /** Moves by a share of the plot's width. */
    pan: (share) => wheel(area().width * share, 0, 0.5),
  };
}
