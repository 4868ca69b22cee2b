// A partner's web site: plain HTML on an origin of its own, which shows embeds of a sidecar.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../partner');

export class Partner {
  private constructor(
    /** Another origin, and another site, than any sidecar's. */
    readonly url: string,
    private readonly server: Server,
  ) {}

  /** Serves the folder's page; `{{NAME}}` in it stands for a value. */
  static async start(values: Record<string, string>): Promise<Partner> {
    const server = createServer((request, response) => {
      if (request.url === '/favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      const name = request.url === '/' ? 'index.html' : (request.url ?? '').replace(/^\/([\w-]+\.html)$/, '$1');
      try {
        const page = readFileSync(join(FOLDER, name), 'utf8');
        const filled = page.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '');
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(filled);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new Partner(`http://localhost:${port}`, server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
