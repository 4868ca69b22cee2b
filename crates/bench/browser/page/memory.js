// Before the page's or worker's own scripts: its requests for Observations are answered from memory.
//
// Who serves it writes the number of rows into it. What is measured is then the program, not the network stack.
{
  const count = Number('PAGES_OF');
  if (!(count > 0)) throw new Error('memory.js was served without a number of rows');
  const base = self.location.origin;
  const realFetch = self.fetch.bind(self);
  const ready = Promise.all([
    import(`${base}/bench/pages.mjs`),
    realFetch(`${base}/bench/rows/${count}`).then((answer) => answer.arrayBuffer()),
  ]).then(([pages, buffer]) => ({ pages, rows: new Uint8Array(buffer) }));
  const now = () => performance.timeOrigin + performance.now();

  // Counted in memory that the page shares with its workers: a message for each page takes longer than to read it.
  const [ROWS, PAGES, STARTED, READY] = [0, 1, 2, 3];
  let times;
  let counts;
  const share = (memory) => {
    times = new Float64Array(memory, 0, 2);
    counts = new Int32Array(memory, 16, 4);
    Atomics.add(counts, STARTED, 1);
    ready.then(() => Atomics.add(counts, READY, 1));
  };

  self.fetch = async (input, options) => {
    const url = new URL(input.url ?? input, base);
    if (!url.pathname.endsWith('/Observations')) return realFetch(input, options);
    const { pages, rows } = await ready;
    times[0] ||= now();
    const { body, sent } = pages.answer(url.href, rows);
    const handed = (value) => {
      times[1] = now();
      Atomics.add(counts, PAGES, 1);
      Atomics.add(counts, ROWS, sent);
      return value;
    };
    // A Response of the browser copies its body twice more.
    const response = new Response(null, { headers: { 'content-type': 'application/json' } });
    response.arrayBuffer = async () => handed(body.buffer);
    response.json = async () => handed(JSON.parse(new TextDecoder().decode(body)));
    return response;
  };

  if (self.document === undefined) {
    self.addEventListener('message', ({ data }) => {
      if (data?.benchCounts !== undefined) share(data.benchCounts);
    });
  } else {
    share(new SharedArrayBuffer(32));
    /** When the first page was asked for, when the last was handed over (ms of the epoch), and its rows: by whomever. */
    const seen = {
      get first() {
        return times[0] || null;
      },
      get last() {
        return times[1] || null;
      },
      get rows() {
        return Atomics.load(counts, ROWS);
      },
      get pages() {
        return Atomics.load(counts, PAGES);
      },
    };
    const allReady = async () => {
      await ready;
      while (Atomics.load(counts, READY) < Atomics.load(counts, STARTED)) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    self.benchPages = {
      seen,
      get ready() {
        return allReady();
      },
    };
  }

  const RealWorker = self.Worker;
  self.Worker = class extends RealWorker {
    constructor(script, options) {
      const url = new URL(script, self.document?.baseURI ?? self.location);
      const isOurs = url.protocol !== 'blob:';
      if (isOurs) url.searchParams.set('pages', String(count));
      super(url, options);
      if (isOurs) this.postMessage({ benchCounts: counts.buffer });
    }
  };
}
