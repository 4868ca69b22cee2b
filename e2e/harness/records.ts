// Records over the API, as a program of the network would read and write them.
import { randomBytes } from 'node:crypto';

/** The account that the shared demo sidecar has. */
export const TECHNICIAN = 'technician';
export const PASSWORD = 'a long walk up the river';

export interface Row {
  id: string;
  kind: string;
  version: number;
  seq: number;
  record: Record<string, unknown>;
  computed?: Record<string, unknown>;
}

/** A UUID of version 7. */
export function newId(): string {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
  const at = (from: number, to: number): string => hex.slice(from, to);
  return `${at(0, 8)}-${at(8, 12)}-7${at(13, 16)}-8${at(17, 20)}-${at(20, 32)}`;
}

export class Records {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  static async signIn(url: string, name: string, password: string): Promise<Records> {
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gagehouse': 'e2e' },
      body: JSON.stringify({ name, password }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (!answer.ok || cookie === undefined) {
      throw new Error(`${name} cannot sign in: ${answer.status} ${await answer.text()}`);
    }
    return new Records(url, cookie);
  }

  /** Makes a record; returns its id. */
  async put(kind: string, record: object): Promise<string> {
    const id = newId();
    await this.write(kind, id, record, { 'if-none-match': '*' });
    return id;
  }

  /** Changes some fields of a record. */
  async change(kind: string, id: string, fields: object): Promise<void> {
    const { version, record } = await this.get<Row>(`/api/v1/${kind}/${id}`);
    await this.write(kind, id, { ...record, ...fields }, { 'if-match': `"${version}"` });
  }

  private async write(kind: string, id: string, record: object, condition: Record<string, string>): Promise<void> {
    const answer = await fetch(`${this.url}/api/v1/${kind}/${id}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'operation-id': newId(),
        'x-gagehouse': 'e2e',
        cookie: this.cookie,
        ...condition,
      },
      body: JSON.stringify({ network: 'local:demo', record }),
    });
    if (!answer.ok) {
      throw new Error(`${kind}: ${answer.status} ${await answer.text()}`);
    }
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, { headers: { cookie: this.cookie } });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    return (await answer.json()) as T;
  }

  /** The records of a kind that name another. */
  async naming(kind: string, id: string): Promise<Row[]> {
    return (await this.get<{ items: Row[] }>(`/api/v1/${kind}?naming=${id}`)).items;
  }

  /** What changed after a number, all of it. */
  async changes(after: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (let from = after; ; ) {
      const page = await this.get<{ rows: Row[]; next: number; more: boolean }>(
        `/api/v1/changes?after=${from}&limit=1000`,
      );
      rows.push(...page.rows);
      from = page.next;
      if (!page.more) {
        return rows;
      }
    }
  }
}
