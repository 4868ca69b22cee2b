// Beside clock.js in Gagehouse's own page: when the last part of the catalog was there, and when sites were first painted.
{
  const times = { data: 0, paint: 0 };
  const arrayBuffer = Response.prototype.arrayBuffer;
  Response.prototype.arrayBuffer = async function () {
    const bytes = await arrayBuffer.call(this);
    if (this.url.includes('/api/v1/catalog/')) times.data = performance.now();
    return bytes;
  };
  // Symbols are stamped by drawImage and clusters drawn by arc; the base map uses neither.
  for (const name of ['drawImage', 'arc']) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...values) {
      if (times.paint === 0 && times.data > 0 && this.canvas.classList.contains('map-canvas')) {
        times.paint = -1;
        // The rest of the picture is drawn in the same task.
        self.bench.task().then(() => {
          this.getImageData(0, 0, 1, 1);
          times.paint = performance.now();
        });
      }
      return original.apply(this, values);
    };
  }
  self.benchMap = { times };
}
