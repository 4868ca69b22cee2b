// Before the page's own scripts: when frames begin, when a canvas was painted, how large wasm memory is.
{
  const request = self.requestAnimationFrame.bind(self);
  const frame = { stamp: -1, start: 0 };
  /** Called after each callback of a frame. */
  const afterCallback = new Set();
  self.requestAnimationFrame = (callback) =>
    request((stamp) => {
      if (stamp !== frame.stamp) {
        frame.stamp = stamp;
        frame.start = performance.now();
      }
      callback(stamp);
      for (const look of afterCallback) look();
    });

  const memories = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...values) => {
      const made = await original(...values);
      const memory = (made.instance ?? made).exports.memory;
      if (memory !== undefined) memories.add(memory);
      return made;
    };
  }
  function wasmBytes() {
    let bytes = 0;
    for (const memory of memories) bytes += memory.buffer.byteLength;
    return bytes;
  }

  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    const context = getContext.call(this, kind, ...more);
    if (String(kind).startsWith('webgl') && context !== null) this.benchGl = context;
    return context;
  };

  /** Makes the browser raster what was drawn, by reading a pixel of every canvas back. */
  function flush() {
    for (const canvas of document.querySelectorAll('canvas')) {
      const gl = canvas.benchGl;
      if (canvas.width === 0 || canvas.height === 0) continue;
      if (gl !== undefined) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      else canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
    }
  }

  const task = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(0);
    });
  const nextFrame = () => new Promise((resolve) => self.requestAnimationFrame(resolve));

  /** Lets everything run that waits for the end of the present script. */
  async function microtasks() {
    for (let turn = 0; turn < 20; turn += 1) await null;
  }

  /**
   * Runs a step, and tells how long scripts and raster took from its event to the end of its frame. What is drawn
   * is rastered at the latest when a task ends: hence the flush before that, and one after the frame's scripts.
   */
  async function step(run) {
    await nextFrame();
    await task();
    const before = performance.now();
    run();
    await microtasks();
    const ran = performance.now();
    flush();
    const early = performance.now();
    await task();
    const handled = performance.now();
    const isTorn = frame.start > before;
    await nextFrame();
    const drawn = performance.now();
    flush();
    const late = performance.now();
    const script = ran - before + (handled - early) + (drawn - frame.start);
    return { script, raster: early - ran + (late - drawn), isTorn };
  }

  self.bench = { afterCallback, flush, step, task, nextFrame, wasmBytes };
}
