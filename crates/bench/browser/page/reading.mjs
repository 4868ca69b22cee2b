// Two ways from dataArray pages to columns: as everybody does it, and by a scanner written by hand.

const OPTIONS =
  '$resultFormat=dataArray&$select=id,phenomenonTime,result,resultQuality' +
  '&$orderby=phenomenonTime%20asc,id%20asc&$top=10000';

function firstPage(id) {
  return new URL(`/sensorthings/v1.1/Datastreams(${id})/Observations?${OPTIONS}`, location.origin).href;
}

/** JSON.parse and Date.parse, page after page. `withNulls` keeps missing results as null in plain arrays. */
export async function byParse(id, withNulls) {
  const parts = [];
  let count = 0;
  for (let url = firstPage(id); url !== undefined; ) {
    const page = await (await fetch(url)).json();
    for (const { components, dataArray } of page.value) {
      const [timeAt, valueAt] = ['phenomenonTime', 'result'].map((name) => components.indexOf(name));
      const time_ms = new Float64Array(dataArray.length);
      const values = new Float64Array(dataArray.length);
      dataArray.forEach((row, number) => {
        time_ms[number] = Date.parse(row[timeAt]);
        values[number] = row[valueAt] ?? NaN;
      });
      parts.push({ time_ms, values });
      count += dataArray.length;
    }
    url = page['@iot.nextLink'];
  }
  return joined(parts, count, withNulls);
}

/** A scanner that knows what the pages of the bench look like; any other page is an error. */
export async function byScan(id, withNulls) {
  const parts = [];
  let count = 0;
  const text = new TextDecoder();
  for (let url = firstPage(id); url !== undefined; ) {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const part = scan(bytes);
    parts.push(part);
    count += part.values.length;
    const tail = text.decode(bytes.subarray(part.end));
    url = /"@iot\.nextLink":("[^"]*")/.exec(tail)?.[1];
    if (url !== undefined) url = JSON.parse(url);
  }
  return joined(parts, count, withNulls);
}

const [COMMA, QUOTE, DOT, ZERO, OPEN] = [44, 34, 46, 48, 91];

function scan(bytes) {
  const most = Math.ceil(bytes.length / 30);
  const [time_ms, values] = [new Float64Array(most), new Float64Array(most)];
  let at = bytes.indexOf(OPEN, bytes.indexOf(OPEN, bytes.indexOf(OPEN) + 1) + 1) + 1;
  let count = 0;
  let [dayKey, dayMs] = [-1, 0];
  const two = (from) => bytes[from] * 10 + bytes[from + 1] - 11 * ZERO;
  while (bytes[at] === OPEN) {
    while (bytes[at] !== QUOTE) at += 1;
    at += 1;
    const [month, day] = [two(at + 5), two(at + 8)];
    const year = two(at) * 100 + two(at + 2);
    const key = (year * 16 + month) * 32 + day;
    if (key !== dayKey) [dayKey, dayMs] = [key, Date.UTC(year, month - 1, day)];
    time_ms[count] = dayMs + ((two(at + 11) * 60 + two(at + 14)) * 60 + two(at + 17)) * 1000;
    at += 20;
    if (bytes[at] !== QUOTE || bytes[at + 1] !== COMMA) throw new Error('not a page of the bench');
    at += 2;
    let [mantissa, scale] = [0, 1];
    for (let isFraction = false; bytes[at] !== COMMA; at += 1) {
      if (bytes[at] === DOT) {
        isFraction = true;
      } else {
        mantissa = mantissa * 10 + bytes[at] - ZERO;
        if (isFraction) scale *= 10;
      }
    }
    values[count] = mantissa / scale;
    count += 1;
    at += ',null]'.length;
    if (bytes[at] === COMMA) at += 1;
  }
  return { time_ms: time_ms.subarray(0, count), values: values.subarray(0, count), end: at };
}

function joined(parts, count, withNulls) {
  const [time_ms, values] = [new Float64Array(count), new Float64Array(count)];
  let at = 0;
  for (const part of parts) {
    time_ms.set(part.time_ms, at);
    values.set(part.values, at);
    at += part.values.length;
  }
  if (!withNulls || !values.some(Number.isNaN)) return { time_ms, values };
  return { time_ms, values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)) };
}
