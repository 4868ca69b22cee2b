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
  /** When the first page was asked for, when the last was handed over (ms of the epoch), and its rows. */
  const seen = { first: null, last: null, rows: 0, pages: 0 };
  const now = () => performance.timeOrigin + performance.now();
  const channel = new BroadcastChannel('bench-pages');
  self.benchPages = { ready, seen };

  self.fetch = async (input, options) => {
    const url = new URL(input.url ?? input, base);
    if (!url.pathname.endsWith('/Observations')) return realFetch(input, options);
    const { pages, rows } = await ready;
    seen.first ??= now();
    const { body, sent } = pages.answer(url.href, rows);
    const handed = (value) => {
      seen.last = now();
      seen.pages += 1;
      seen.rows += sent;
      channel.postMessage(seen);
      return value;
    };
    // A Response of the browser copies its body twice more.
    const response = new Response(null, { headers: { 'content-type': 'application/json' } });
    response.arrayBuffer = async () => handed(body.buffer);
    response.json = async () => handed(JSON.parse(new TextDecoder().decode(body)));
    return response;
  };

  if (self.document !== undefined) {
    // What a worker of the page asked for counts as the page's.
    channel.onmessage = (event) => Object.assign(seen, event.data);
    const RealWorker = self.Worker;
    self.Worker = class extends RealWorker {
      constructor(script, options) {
        const url = new URL(script, document.baseURI);
        if (url.protocol !== 'blob:') url.searchParams.set('pages', String(count));
        super(url, options);
      }
    };
  }
}
