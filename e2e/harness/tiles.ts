// A server of picture tiles on an origin of its own, which notes what it is asked for and can be made to fail.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class TileServer {
  /** What was asked for, as `/name/z/x/y`. */
  readonly asked: string[] = [];
  /** Whether it answers with errors. */
  fails = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TileServer> {
    const server = createServer();
    const tiles = new TileServer(server);
    server.on('request', (request, response) => {
      const path = /^(\/\w+\/\d+\/\d+\/\d+)\.svg$/.exec(request.url ?? '')?.[1];
      if (path !== undefined) {
        tiles.asked.push(path);
      }
      if (path === undefined || tiles.fails) {
        response.writeHead(path === undefined ? 404 : 503).end();
        return;
      }
      const color = path.startsWith('/relief') ? '#d8cbb0' : 'none';
      const picture =
        '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">' +
        `<rect width="256" height="256" fill="${color}" stroke="#7a6a4a"/>` +
        `<text x="12" y="24" font-size="14" fill="#4a4030">${path}</text></svg>`;
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return tiles;
  }

  /** Address of the tiles of a name, as the settings write it. */
  url(name: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${name}/{z}/{x}/{y}.svg`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
