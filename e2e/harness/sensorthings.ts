// What the embedded SensorThings service says, to compare the app with.
import type { APIRequestContext } from '@playwright/test';

const DAY_MS = 86_400_000;

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

/** The observations of a datastream within a day that starts at `from`. */
export async function ofOneDay(
  request: APIRequestContext,
  id: number,
  from: Date,
): Promise<Observation[]> {
  const to = new Date(from.getTime() + DAY_MS);
  const filter = `phenomenonTime ge ${from.toISOString()} and phenomenonTime lt ${to.toISOString()}`;
  const query = `$filter=${encodeURIComponent(filter)}&$orderby=phenomenonTime&$top=1000`;
  return (await get(request, `Datastreams(${id})/Observations?${query}`)).value;
}
