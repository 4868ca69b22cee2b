// What the embedded SensorThings service says, to compare the app with.
import type { APIRequestContext } from '@playwright/test';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The standard time of the demo network's sites is so far behind UTC. */
const BEHIND_UTC_MS = 7 * HOUR_MS;

interface Observation {
  phenomenonTime: string;
  result: number;
}

async function get(request: APIRequestContext, path: string): Promise<{ value: never[] }> {
  const answer = await request.get(`/sensorthings/v1.1/${path}`);
  if (!answer.ok()) {
    throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  }
  return (await answer.json()) as { value: never[] };
}

/** The id of a datastream by its name. */
export async function datastream(request: APIRequestContext, name: string): Promise<number> {
  const filter = encodeURIComponent(`name eq '${name}'`);
  const { value } = await get(request, `Datastreams?$filter=${filter}&$select=id`);
  return (value[0] as { '@iot.id': number })['@iot.id'];
}

/** A local day on which every one of some datastreams of the demo network has so many values. */
export async function dayWithoutGaps(
  request: APIRequestContext,
  datastreams: number[],
  values: number,
): Promise<{ from: string; to: string; values: number; first: string[] }> {
  for (let daysAgo = 30; daysAgo < 400; daysAgo += 1) {
    const day = Date.parse(new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10));
    const start = new Date(day + BEHIND_UTC_MS);
    const found = await Promise.all(datastreams.map((id) => ofOneDay(request, id, start)));
    if (found.every((observations) => observations.length === values)) {
      const local = (ms: number) => new Date(ms).toISOString().slice(0, 19);
      const first = found.map((observations) => String(observations[0].result));
      return { from: local(day), to: local(day + DAY_MS), values, first };
    }
  }
  throw new Error('the demo network has no day without gaps in a year');
}

/** The observations of a datastream within a day that starts at `from`. */
async function ofOneDay(
  request: APIRequestContext,
  id: number,
  from: Date,
): Promise<Observation[]> {
  const to = new Date(from.getTime() + DAY_MS);
  const filter = `phenomenonTime ge ${from.toISOString()} and phenomenonTime lt ${to.toISOString()}`;
  const query = `$filter=${encodeURIComponent(filter)}&$orderby=phenomenonTime&$top=1000`;
  return (await get(request, `Datastreams(${id})/Observations?${query}`)).value;
}
