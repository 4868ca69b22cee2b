// Real sidecars, each on a free port with a folder of its own.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { app, out, program } from './environment';

const START_LIMIT_MS = 120_000;

export interface Options {
  /** Names the log file. */
  name: string;
  /** Whether the demo network is loaded. */
  demo?: boolean;
  /** The content of gagehouse.toml. */
  settings?: string;
  /** Arguments of a `gagehouse import csv` to run before the start. */
  importCsv?: string[];
  /** Arguments of a `gagehouse import sites` to run before the start. */
  importSites?: string[];
}

export class Sidecar {
  private constructor(
    /** Where it answers, without a final slash. */
    readonly url: string,
    private process: ChildProcess,
    private readonly folder: string,
    private readonly options: Options,
  ) {}

  static async start(options: Options): Promise<Sidecar> {
    const folder = mkdtempSync(join(tmpdir(), 'gagehouse-e2e-'));
    if (options.settings !== undefined) {
      writeFileSync(join(folder, 'gagehouse.toml'), options.settings);
    }
    if (options.importCsv !== undefined) {
      await runImport('csv', options.importCsv, folder);
    }
    if (options.importSites !== undefined) {
      await runImport('sites', options.importSites, folder);
    }
    const url = `http://127.0.0.1:${await freePort()}`;
    const sidecar = new Sidecar(url, serve(url, folder, options), folder, options);
    await sidecar.untilHealthy(options.name);
    return sidecar;
  }

  /** Ends the server, as a network does that is out of reach; what it keeps stays. */
  async pause(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }
  }

  /** Serves what it has again, at the same address. */
  async resume(): Promise<void> {
    this.process = serve(this.url, this.folder, { ...this.options, demo: false });
    await this.untilHealthy(this.options.name);
  }

  /** Makes an account with a role in a network. */
  async addUser(name: string, password: string, network: string, role: string): Promise<void> {
    await this.run(['user', 'add', name], `${password}\n`);
    await this.run(['user', 'role', name, network, role]);
  }

  private run(words: string[], input = ''): Promise<void> {
    return new Promise((resolve, reject) => {
      const all = [...words, ...database(this.folder)];
      const child = execFile(program, all, { cwd: this.folder }, (error) =>
        error === null ? resolve() : reject(error),
      );
      child.stdin?.end(input);
    });
  }

  /** Runs a `gagehouse import csv` with these arguments while it serves. */
  importCsv(words: string[]): Promise<void> {
    return runImport('csv', words, this.folder);
  }

  /** Runs a `gagehouse harvest` of a source of its settings while it serves; the source may fail. */
  async harvest(source: string): Promise<void> {
    const words = ['harvest', source, ...database(this.folder)];
    await promisify(execFile)(program, words, { cwd: this.folder }).catch(() => {});
  }

  async stop(): Promise<void> {
    await this.pause();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilHealthy(name: string): Promise<void> {
    const start = Date.now();
    while (Date.now() - start < START_LIMIT_MS) {
      if (this.process.exitCode !== null) {
        throw new Error(`the sidecar ended at its start; see ${out}/sidecar-${name}.log`);
      }
      const healthy = await fetch(`${this.url}/healthz`).then(
        (response) => response.ok,
        () => false,
      );
      if (healthy) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the sidecar did not answer; see ${out}/sidecar-${name}.log`);
  }
}

function serve(url: string, folder: string, options: Options): ChildProcess {
  const address = new URL(url).host;
  const words = ['serve', '--listen', address, '--static-dir', app, ...database(folder)];
  if (options.demo === true) {
    words.push('--demo');
  }
  // The folder is the working folder, so that no gagehouse.toml of the machine is read.
  const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  mkdirSync(out, { recursive: true });
  const log = createWriteStream(join(out, `sidecar-${options.name}.log`), { flags: 'a' });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  return child;
}

function database(folder: string): string[] {
  return ['--database-url', `sqlite://${join(folder, 'gagehouse.db')}`];
}

async function runImport(kind: 'csv' | 'sites', words: string[], folder: string): Promise<void> {
  const all = ['import', kind, ...words, ...database(folder)];
  await promisify(execFile)(program, all, { cwd: folder, maxBuffer: 1 << 26 });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') {
          resolve(address.port);
        } else {
          reject(new Error('no free port'));
        }
      });
    });
  });
}
