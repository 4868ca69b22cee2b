// The observations of the bench and the dataArray pages they come in: deterministic, one row a minute.
//
// Used by the stand-in server and, for runs without a network, inside the page itself. Every row has the same
// number of bytes, so that a page is one slice of one buffer and row n stands at n times that number.

export const FIRST_MS = Date.UTC(2000, 0, 1);
export const STEP_MS = 60_000;
/** Bytes of `[10000000,"2000-01-01T00:00:00Z",55.000,null],`. */
export const ROW_BYTES = 46;

export const HEAD =
  '{"value":[{"components":["id","phenomenonTime","result","resultQuality"],"dataArray":[';
const TEMPLATE = '[10000000,"2000-01-01T00:00:00Z",55.000,null],';
const ID_AT = 1;
const TIME_AT = 11;
const VALUE_AT = 33;

/** A value with a yearly and a daily course and noise, between 10 and 99, in thousandths. */
function valueInThousandths(row, noise) {
  const day = row / 1440;
  const course = 55 + 25 * Math.sin(day / 58.1) + 8 * Math.sin(day * 6.283185);
  return Math.round((course + 4 * noise) * 1000);
}

/** All rows as text, one after the other. */
export function rowsOf(count) {
  const bytes = new Uint8Array(count * ROW_BYTES);
  const row = new TextEncoder().encode(TEMPLATE);
  const digits = (at, number, width) => {
    for (let place = at + width - 1; place >= at; place -= 1) {
      row[place] = 48 + (number % 10);
      number = Math.floor(number / 10);
    }
  };
  let state = 12345;
  let dayBefore = -1;
  for (let number = 0; number < count; number += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const minute = number % 1440;
    const day = (number - minute) / 1440;
    if (day !== dayBefore) {
      const date = new Date(FIRST_MS + day * 86_400_000);
      digits(TIME_AT, date.getUTCFullYear(), 4);
      digits(TIME_AT + 5, date.getUTCMonth() + 1, 2);
      digits(TIME_AT + 8, date.getUTCDate(), 2);
      dayBefore = day;
    }
    digits(ID_AT, 10_000_000 + number, 8);
    digits(TIME_AT + 11, (minute - (minute % 60)) / 60, 2);
    digits(TIME_AT + 14, minute % 60, 2);
    const value = valueInThousandths(number, state / 4294967296 - 0.5);
    digits(VALUE_AT, Math.floor(value / 1000), 2);
    digits(VALUE_AT + 3, value % 1000, 3);
    bytes.set(row, number * ROW_BYTES);
  }
  return bytes;
}

/** An instant in ms of the epoch; half a millisecond stands for what is finer. */
function instant(text) {
  const finer = /\.\d{3}0*[1-9]/.test(text) ? 0.5 : 0;
  return Date.parse(text) + finer;
}

/** The instants of a time filter: from the first, inclusive, until the last, exclusive. */
export function windowOf(filter) {
  let [from, until] = [-Infinity, Infinity];
  for (const [, not, relation, text] of filter.matchAll(
    /(not )?phenomenonTime (ge|gt|le|lt) ([^ ]+)/g,
  )) {
    const at = instant(text);
    const meant = not === undefined ? relation : { lt: 'ge', le: 'gt', ge: 'lt', gt: 'le' }[relation];
    if (meant === 'ge') from = Math.max(from, at);
    if (meant === 'gt') from = Math.max(from, at + 0.25);
    if (meant === 'lt') until = Math.min(until, at);
    if (meant === 'le') until = Math.min(until, at + 0.25);
  }
  return [from, until];
}

/** Which rows a request asks for: `first` to `first + sent`, newest first or not, and the link to the next page. */
export function asked(url, rowAtOrAfter, count) {
  const address = new URL(url);
  const options = address.searchParams;
  const [fromMs, untilMs] = windowOf(options.get('$filter') ?? '');
  const [from, until] = [fromMs, untilMs].map((ms) => Math.min(count, Math.max(0, rowAtOrAfter(ms))));
  const skip = Number(options.get('$skip') ?? 0);
  const sent = Math.max(0, Math.min(Number(options.get('$top') ?? 100), until - from - skip));
  const isDescending = (options.get('$orderby') ?? '').startsWith('phenomenonTime desc');
  const first = isDescending ? until - skip - sent : from + skip;
  address.searchParams.set('$skip', String(skip + sent));
  const link = skip + sent < until - from ? `,"@iot.nextLink":${JSON.stringify(address.href)}` : '';
  return { first, sent, isDescending, tail: `]}]${link}}` };
}

/** The page that a SensorThings service answers to an absolute URL, and how many rows are in it. */
export function answer(url, rows) {
  const rowAtOrAfter = (ms) => Math.ceil((ms - FIRST_MS) / STEP_MS);
  const { first, sent, isDescending, tail } = asked(url, rowAtOrAfter, rows.length / ROW_BYTES);
  return { body: assembled(rows, first, sent, isDescending, tail), sent };
}

function assembled(rows, first, sent, isDescending, tail) {
  const head = new TextEncoder().encode(HEAD);
  const end = new TextEncoder().encode(tail);
  const length = Math.max(0, sent * ROW_BYTES - 1);
  const page = new Uint8Array(head.length + length + end.length);
  page.set(head);
  if (isDescending) {
    for (let place = 0; place < sent; place += 1) {
      const at = (first + sent - 1 - place) * ROW_BYTES;
      const bytes = place + 1 === sent ? ROW_BYTES - 1 : ROW_BYTES;
      page.set(rows.subarray(at, at + bytes), head.length + place * ROW_BYTES);
    }
  } else {
    page.set(rows.subarray(first * ROW_BYTES, first * ROW_BYTES + length), head.length);
  }
  page.set(end, head.length + length);
  return page;
}
