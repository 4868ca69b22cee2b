// The stand-in: serves the built app, a catalog, pages of observations from memory, and the peers' pages.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { answer, rowsOf } from './pages.mjs';

const HERE = new URL('.', import.meta.url).pathname;
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
/** Isolated from other origins, a page's clock counts in microseconds. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/** Serves on a free port. `app` and `libraries` are folders, `bodies` what else there is, by path; `special` answers by datastream. */
export async function serve({ app, libraries, bodies, special }) {
  const kept = new Map();
  const rows = new Map();
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => {
      response.writeHead(500, ISOLATED).end(String(error.stack));
    });
  });

  function rowsOfDatastream(id) {
    if (!rows.has(id)) rows.set(id, rowsOf(Number(id)));
    return rows.get(id);
  }

  async function respond(request, response) {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const send = (type, body, more = {}) => {
      response.writeHead(200, { 'content-type': type, 'content-length': body.length, ...ISOLATED, ...more });
      response.end(body);
    };
    const observations = /Datastreams\('?([\w-]+)'?\)\/Observations$/.exec(decodeURIComponent(url.pathname));
    if (observations !== null) {
      const [, id] = observations;
      return send('application/json', special[id]?.(url.href) ?? answer(url.href, rowsOfDatastream(id)).body);
    }
    const allRows = /^\/bench\/rows\/(\d+)$/.exec(url.pathname);
    if (allRows !== null) return send('application/octet-stream', rowsOfDatastream(allRows[1]));
    if (bodies[url.pathname] !== undefined) {
      const body = bodies[url.pathname];
      const content = body.file === undefined ? Buffer.from(body) : await readFile(body.file);
      return send('application/octet-stream', content);
    }
    return sendFile(request, url, send);
  }

  /** A file, compressed by brotli, with the pages in memory before a worker's script if it asks for them. */
  async function sendFile(request, url, send) {
    const path = normalize(decodeURIComponent(url.pathname));
    const [folder, name] = path.startsWith('/bench/lib/')
      ? [libraries, path.slice('/bench/lib/'.length)]
      : path.startsWith('/bench/')
        ? [HERE, path.slice('/bench/'.length)]
        : [app, extname(path) === '' ? 'index.html' : path];
    const file = join(folder, name);
    const prelude = url.searchParams.get('pages');
    const key = `${file}?${prelude}`;
    if (!kept.has(key)) {
      let content = await readFile(file);
      if (prelude !== null) {
        const memory = await readFile(join(HERE, 'page/memory.js'), 'utf8');
        content = Buffer.from(`${memory.replace('PAGES_OF', prelude)}\n${content}`);
      }
      kept.set(key, { content, small: await compressed(file, content, prelude) });
    }
    const { content, small } = kept.get(key);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const takesBrotli = String(request.headers['accept-encoding'] ?? '').includes('br');
    if (!takesBrotli || type === 'application/octet-stream') return send(type, content);
    return send(type, small, { 'content-encoding': 'br' });
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The copy that the build made, else one made now. */
async function compressed(file, content, prelude) {
  const made = prelude === null ? await readFile(`${file}.br`).catch(() => null) : null;
  return made ?? brotliCompressSync(content);
}
