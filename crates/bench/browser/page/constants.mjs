// What this browser on this machine can do at best: the constants of the limit.
import { FIRST_MS, ROW_BYTES, STEP_MS, rowsOf } from '../pages.mjs';

const ROUNDS = 9;

/** So long a run is repeated before it is timed, so that it is compiled as well as it will be. */
const WARM_MS = 400;

/** The median time of a run, in milliseconds. */
async function medianOf(run) {
  for (const start = performance.now(); performance.now() - start < WARM_MS; ) await run();
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times.sort((one, other) => one - other)[ROUNDS >> 1];
}

/** Bytes copied a millisecond. */
async function copyRate() {
  const from = new Uint8Array(64 << 20).fill(7);
  const to = new Uint8Array(from.length).fill(1);
  return from.length / (await medianOf(() => to.set(from)));
}

/** Bytes of rows read a millisecond, by a loop that checks nothing. */
async function scanRate() {
  const module = await (await fetch('/bench/scan.wasm')).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(module);
  const { memory, scan } = instance.exports;
  const rows = 200_000;
  const [times, values] = [rows * ROW_BYTES + 8, rows * (ROW_BYTES + 8) + 8].map((at) => at & ~7);
  memory.grow(Math.ceil((values + rows * 8) / 65_536));
  new Uint8Array(memory.buffer).set(rowsOf(rows));
  const took = await medianOf(() => scan(0, rows, times, values));
  const last = new BigInt64Array(memory.buffer, times, rows)[rows - 1];
  const value = new Float64Array(memory.buffer, values, rows)[0];
  if (last !== BigInt(FIRST_MS + (rows - 1) * STEP_MS) * 1000n || !(value > 10 && value < 100)) {
    throw new Error(`the scan loop read ${last} and ${value}`);
  }
  return (rows * ROW_BYTES) / took;
}

/** Milliseconds for a column of the data: a rectangle, rastered. */
async function columnTime(width, height) {
  const canvas = document.getElementById('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.fillStyle = '#c33';
  const heights = Array.from({ length: width }, (_, x) => 20 + ((x * 7919) % (height - 40)));
  const took = await medianOf(() => {
    context.clearRect(0, 0, width, height);
    for (let x = 0; x < width; x += 1) context.fillRect(x, (height - heights[x]) / 2, 1, heights[x]);
    context.getImageData(0, 0, 1, 1);
  });
  return took / width;
}

/** Milliseconds for what axes take: a mesh of twenty lines and thirty labels, rastered. */
async function axesTime(width, height) {
  const canvas = document.getElementById('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.font = '12px sans-serif';
  return medianOf(() => {
    context.clearRect(0, 0, width, height);
    for (let line = 0; line < 20; line += 1) {
      context.strokeRect(60, 10 + (line * height) / 25, width - 70, 0);
    }
    for (let label = 0; label < 30; label += 1) {
      context.fillText(`2026-11-${10 + label}`, (label * width) / 32, height - 20);
    }
    context.getImageData(0, 0, 1, 1);
  });
}

/** Milliseconds until all pages of so many rows were handed over, nothing done with them. */
async function arrivalTime(rows) {
  const options = '$top=10000&$orderby=phenomenonTime%20asc';
  const pages = Math.ceil(rows / 10_000);
  await self.benchPages?.ready;
  return medianOf(async () => {
    for (let page = 0; page < pages; page += 1) {
      const path = `/sensorthings/v1.1/Datastreams(${rows})/Observations?${options}&$skip=${page * 10_000}`;
      await (await fetch(path)).arrayBuffer();
    }
  });
}

self.benchConstants = { copyRate, scanRate, columnTime, axesTime, arrivalTime };
document.title = 'ready';
