// An agency's SensorThings service: one site for each state that a site can be in, on an origin of its own.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEP_MS = 15 * MINUTE_MS;
/** Readings of each series. */
const READINGS = 200;

interface State {
  /** Code of the site. */
  code: string;
  /** How old its newest reading is; none without. */
  ageMs?: number;
  /** More properties of the Thing. */
  thing?: Record<string, unknown>;
  /** More properties of the Datastream. */
  datastream?: Record<string, unknown>;
}

const STATES: State[] = [
  { code: 'LIVE', ageMs: 20 * MINUTE_MS, thing: { upstream: ['LATE'], downstream: ['STALE'] } },
  { code: 'LATE', ageMs: 9 * HOUR_MS },
  { code: 'STALE', ageMs: 8 * DAY_MS },
  { code: 'SEASONAL', ageMs: 90 * DAY_MS, datastream: { status: 'Seasonal' } },
  { code: 'SUSPECT', ageMs: -70 * 365 * DAY_MS },
  { code: 'ENDED', ageMs: 900 * DAY_MS },
  { code: 'NEVER' },
  { code: 'HIDDEN', ageMs: 20 * MINUTE_MS, datastream: { isVisible: false } },
];

/** A square of one colour. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPhfDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export class Agency {
  private server: Server | undefined;
  private constructor(readonly port: number) {}

  static async start(): Promise<Agency> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const agency = new Agency((server.address() as AddressInfo).port);
    server.on('request', (request, response) => agency.answer(request.url ?? '', response));
    agency.server = server;
    return agency;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a sidecar is told to harvest it. */
  get settings(): string {
    return `[[source]]\nkey = "agency"\nkind = "sensorthings"\nurl = "${this.origin}/v1.1"\nname = "Agency of Made-up Waters"\n`;
  }

  /** Goes away, with whoever waits. */
  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server === undefined ? resolve(null) : this.server.close(resolve)));
    this.server = undefined;
  }

  private answer(url: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, this.origin);
    if (pathname === '/media/gage.png') {
      response.writeHead(200, { 'content-type': 'image/png' }).end(PICTURE);
      return;
    }
    const of = /^\/v1\.1\/Datastreams\((\d+)\)\/Observations$/.exec(pathname)?.[1];
    const body =
      pathname === '/v1.1/Things'
        ? { value: STATES.map((state, at) => this.thing(state, at)) }
        : pathname === '/v1.1/Datastreams'
          ? { value: STATES.map(datastream) }
          : of !== undefined && STATES[Number(of)] !== undefined
            ? observations(STATES[Number(of)], searchParams)
            : undefined;
    const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
    response.writeHead(body === undefined ? 404 : 200, headers).end(JSON.stringify(body ?? {}));
  }

  private thing({ code, thing }: State, at: number): unknown {
    return {
      '@iot.id': at,
      name: `Gage that is ${code.toLowerCase()}`,
      description: 'Made up for a test',
      properties: {
        samplingFeatureCode: code,
        siteType: 'Stream',
        timeZone: 'America/Denver',
        standardUtcOffset: '-07:00',
        fileAttachments: {
          'gage_from_the_bridge.png': `${this.origin}/media/gage.png`,
          'rating table.pdf': `${this.origin}/media/rating.pdf`,
        },
        ...thing,
      },
      Locations: [
        {
          location: { type: 'Point', coordinates: [-111.8 + at / 50, 41.7] },
          properties: { adminArea1: 'Utah', adminArea2: 'Cache', country: 'US' },
        },
      ],
    };
  }
}

/** Times of the readings, the oldest first. */
function times({ ageMs }: State): number[] {
  if (ageMs === undefined) {
    return [];
  }
  const end = Math.floor((Date.now() - ageMs) / STEP_MS) * STEP_MS;
  return Array.from({ length: READINGS }, (_, at) => end - (READINGS - 1 - at) * STEP_MS);
}

const iso = (ms: number): string => new Date(ms).toISOString();

function datastream(state: State, at: number): unknown {
  const all = times(state);
  return {
    '@iot.id': at,
    name: `Stage at ${state.code}`,
    description: 'Made up for a test',
    observationType: 'OM_Measurement',
    unitOfMeasurement: { name: 'metre', symbol: 'm', definition: null },
    ...(all.length === 0 ? {} : { phenomenonTime: `${iso(all[0])}/${iso(all[all.length - 1])}` }),
    properties: {
      processingLevelCode: '0',
      processingLevelDefinition: 'Raw data',
      intendedTimeSpacing: 15,
      intendedTimeSpacingUnitOfMeasurement: 'minutes',
      noDataValue: -9999,
      valueCount: all.length,
      ...state.datastream,
    },
    Thing: { '@iot.id': at },
    Sensor: { '@iot.id': 1, name: 'Pressure transducer' },
    ObservedProperty: { '@iot.id': 1, name: 'Stage', properties: { variableCode: 'Stage' } },
  };
}

function observations(state: State, query: URLSearchParams): unknown {
  const edge = (word: string): number => {
    const time = new RegExp(`phenomenonTime ${word} (\\S+)`).exec(query.get('$filter') ?? '')?.[1];
    return time === undefined ? NaN : Date.parse(time);
  };
  let rows = times(state).map((time, at) => [at, iso(time), (1 + (at % 7) / 100).toFixed(2)] as const);
  rows = rows.filter(([, time]) => !(Date.parse(time) < edge('ge')) && !(Date.parse(time) >= edge('lt')));
  if (/desc/.test(query.get('$orderby') ?? '')) {
    rows.reverse();
  }
  rows = rows.slice(Number(query.get('$skip') ?? 0)).slice(0, Number(query.get('$top') ?? 100));
  const dataArray = rows.map(([id, time, result]) => [id, time, Number(result)]);
  return query.get('$resultFormat') === 'dataArray'
    ? { value: [{ components: ['id', 'phenomenonTime', 'result'], dataArray }] }
    : { value: dataArray.map(([id, phenomenonTime, result]) => ({ '@iot.id': id, phenomenonTime, result })) };
}
