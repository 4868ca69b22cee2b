// A series that is hard to draw right: single-row spikes, equal times, missing results, gaps, uneven steps.
import { FIRST_MS, HEAD, STEP_MS, asked } from './pages.mjs';

const ROWS = 240_000;
/** How far a row may lie from its minute. */
const JITTER_MS = 19_000;
/** Rows of the level stretches at both ends, by which a picture's scale is found. */
const LEVEL = 4_800;
/** From one feature to the next, in rows; some columns of any plot. */
const SLOT = 1_000;
const FEATURES = ['spike', 'equal times', 'missing result'];
/** Lengths of gaps in rows; the shortest is about four columns wide. */
const GAPS = [700, 1_500, 5_000];

/** Its rows, what is in them, and the answer to a request for them. */
export function hardRows() {
  let state = 99;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const kinds = placed();
  const rows = [];
  const features = [];
  let at = FIRST_MS;
  for (let number = 0; number < ROWS; number += 1) {
    const kind = kinds.get(number);
    const plain = Math.round((50 + 6 * Math.sin(number / 4_000) + random() - 0.5) * 1_000) / 1_000;
    let value = number < LEVEL || number >= ROWS - LEVEL ? 0 : number < 2 * LEVEL ? 100 : plain;
    const isEnd = number === 0 || number === ROWS - 1;
    const jitter_ms = isEnd ? 0 : Math.round(((2 * random() - 1) * JITTER_MS) / 1_000) * 1_000;
    if (kind !== 'equal times') at = FIRST_MS + number * STEP_MS + jitter_ms;
    if (kind === 'gap of rows') continue;
    if (kind === 'spike') value = (number / SLOT) % 2 < 1 ? 90 : 10;
    if (kind === 'equal times') value = 75;
    if (kind === 'missing result' || kind === 'gap of results') value = NaN;
    if (kind === 'spike' || kind === 'equal times') features.push({ kind, time_ms: at, value });
    rows.push({ time_ms: at, value, kind });
  }
  return { rows, features, gaps: gapsOf(rows), answer: (url) => page(url, rows) };
}

/** What is special about which row. */
function placed() {
  const kinds = new Map();
  const [firstSlot, lastSlot] = [Math.ceil((2.5 * LEVEL) / SLOT), Math.floor((ROWS - 1.5 * LEVEL) / SLOT)];
  for (let slot = firstSlot; slot < lastSlot; slot += 1) {
    kinds.set(slot * SLOT, FEATURES[slot % FEATURES.length]);
  }
  ['gap of rows', 'gap of results'].forEach((kind, which) => {
    GAPS.forEach((length, size) => {
      const from = Math.round(ROWS * (0.2 + 0.1 * (2 * size + which))) + SLOT / 4;
      for (let number = from - SLOT; number < from + length + SLOT; number += 1) kinds.delete(number);
      for (let number = from; number < from + length; number += 1) kinds.set(number, kind);
    });
  });
  return kinds;
}

/** From the last row before to the first row after each gap that is long enough to be seen. */
function gapsOf(rows) {
  const gaps = [];
  let last = rows[0];
  for (const row of rows) {
    if (Number.isNaN(row.value)) continue;
    const isLong = row.time_ms - last.time_ms > 200 * 60_000;
    if (isLong) {
      const between = rows.some(({ time_ms }) => time_ms > last.time_ms && time_ms < row.time_ms);
      const kind = between ? 'gap of results' : 'gap of rows';
      gaps.push({ kind, from_ms: last.time_ms, to_ms: row.time_ms });
    }
    last = row;
  }
  return gaps;
}

function page(url, rows) {
  const rowAtOrAfter = (ms) => {
    const number = rows.findIndex(({ time_ms }) => time_ms >= ms);
    return number < 0 ? rows.length : number;
  };
  const { first, sent, isDescending, tail } = asked(url, rowAtOrAfter, rows.length);
  const texts = rows.slice(first, first + sent).map(({ time_ms, value }, place) => {
    const time = new Date(time_ms).toISOString();
    return `[${10_000_000 + first + place},"${time}",${Number.isNaN(value) ? null : value},null]`;
  });
  return Buffer.from(HEAD + (isDescending ? texts.reverse() : texts).join(',') + tail);
}
