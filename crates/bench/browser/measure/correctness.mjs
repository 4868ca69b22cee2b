// B7: is what a library draws what the rows say? Pictures of a hard series, column by column against the rows.
import { inFreshPage, openPeer, openProduct } from '../browser.mjs';

/** How far ink may end from where the rows say, in pixels: half a line, antialiasing, a rounded scale. */
const TOLERANCE_PX = 2.5;
/** How much redder than green and blue a pixel is that counts as ink, of 255. */
const INK = 60;

/**
 * First and last row of ink in every column of a picture, or nothing; looked at in a page. What lies below the level
 * on which the series begins are signs about rows, not the rows.
 */
async function inkOf(page, png) {
  return page.evaluate(
    async ({ png, ink }) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const extentOf = (x, end) => {
        let extent = null;
        for (let y = 0; y < end; y += 1) {
          const at = (y * width + x) * 4;
          if (data[at] - Math.max(data[at + 1], data[at + 2]) < ink) continue;
          extent = [extent?.[0] ?? y, y];
        }
        return extent;
      };
      const columns = Array.from({ length: width }, (_, x) => x);
      const level = columns.map((x) => extentOf(x, height)).find((extent) => extent !== null)[1];
      return columns.map((x) => extentOf(x, level + 2));
    },
    { png: png.toString('base64'), ink: INK },
  );
}

/**
 * From instants and values to pixels: the rows begin and end, and reach 0 and 100, where the ink does.
 * Where in its pixel the first and the last row lie is not known: `shifts`, in pixels.
 */
function scaleOf(ink, rows, shifts) {
  const columns = ink.flatMap((extent, x) => (extent === null ? [] : [x]));
  const [left, right] = [columns[0] + shifts[0], columns.at(-1) + shifts[1]];
  const [top, bottom] = [
    Math.min(...columns.map((x) => ink[x][0])) + 0.5,
    Math.max(...columns.map((x) => ink[x][1])) + 0.5,
  ];
  const [first, last] = [rows[0].time_ms, rows.at(-1).time_ms];
  return {
    x: (ms) => left + ((ms - first) / (last - first)) * (right - left),
    y: (value) => bottom + (value / 100) * (top - bottom),
  };
}

/** What ink every column should have: rows and the lines between them, gaps left open. */
function shouldBe(rows, gaps, { x, y }, width) {
  const extents = Array.from({ length: width }, () => null);
  const ink = (px, py) => {
    const column = Math.floor(px);
    const extent = extents[column];
    extents[column] = extent ? [Math.min(extent[0], py), Math.max(extent[1], py)] : [py, py];
  };
  const ends = new Set(gaps.map(({ to_ms }) => to_ms));
  let before = null;
  for (const { time_ms, value } of rows) {
    if (Number.isNaN(value)) {
      before = null;
      continue;
    }
    const point = [x(time_ms), y(value)];
    ink(...point);
    if (before !== null && !ends.has(time_ms)) {
      for (let edge = Math.floor(before[0]) + 1; edge <= point[0]; edge += 1) {
        const share = (edge - before[0]) / (point[0] - before[0]);
        const py = before[1] + share * (point[1] - before[1]);
        ink(edge, py);
        ink(edge - 0.01, py);
      }
    }
    before = point;
  }
  return extents;
}

/** The extent of some columns together. */
function around(extents, column) {
  const near = extents.slice(Math.max(0, column - 1), column + 2).filter((extent) => extent !== null);
  if (near.length === 0) return null;
  return [Math.min(...near.map(([top]) => top)), Math.max(...near.map(([, bottom]) => bottom))];
}

/** The verdict by the scale that fits best. */
function judged(ink, hard) {
  const shifts = [0, 0.5, 1];
  const verdicts = shifts.flatMap((left) => shifts.map((right) => judgedBy([left, right], ink, hard)));
  return verdicts.reduce((best, other) => (other.wrong < best.wrong ? other : best));
}

function judgedBy(shifts, ink, { rows, features, gaps }) {
  const scale = scaleOf(ink, rows, shifts);
  const should = shouldBe(rows, gaps, scale, ink.length);
  const verdict = { columns: 0, wrong: 0, spikes: 0, lost: 0, equal: 0, equalLost: 0, wrongAt: [] };
  should.forEach((extent, column) => {
    if (extent === null || ink[column] === null) return;
    verdict.columns += 1;
    const [drawn, meant] = [around(ink, column), around(should, column)];
    const lacks = drawn[0] > extent[0] + TOLERANCE_PX || drawn[1] < extent[1] - TOLERANCE_PX;
    const exceeds = ink[column][0] < meant[0] - TOLERANCE_PX || ink[column][1] > meant[1] + TOLERANCE_PX;
    if (lacks || exceeds) {
      verdict.wrong += 1;
      verdict.wrongAt.push({ column, drawn: ink[column], meant: extent });
    }
  });
  for (const { kind, time_ms, value } of features) {
    const drawn = around(ink, Math.floor(scale.x(time_ms)));
    const py = scale.y(value);
    const isThere = drawn !== null && (value > 50 ? drawn[0] <= py + TOLERANCE_PX : drawn[1] >= py - TOLERANCE_PX);
    verdict[kind === 'spike' ? 'spikes' : 'equal'] += 1;
    if (!isThere) verdict[kind === 'spike' ? 'lost' : 'equalLost'] += 1;
  }
  for (const kind of ['gap of results', 'gap of rows']) {
    const ofKind = gaps.filter((gap) => gap.kind === kind);
    const bridged = ofKind.filter(({ from_ms, to_ms }) => {
      const [from, to] = [Math.floor(scale.x(from_ms)) + 2, Math.floor(scale.x(to_ms)) - 1];
      return ink.slice(from, to).some((extent) => extent !== null);
    });
    verdict[kind === 'gap of rows' ? 'rowGaps' : 'resultGaps'] = ofKind.length;
    verdict[kind === 'gap of rows' ? 'rowGapsBridged' : 'resultGapsBridged'] = bridged.length;
  }
  return verdict;
}

/** Every library's picture of the hard series, judged. */
export async function correctness({ browser, url, plot, subjects, log, keep }, hard) {
  const results = {};
  for (const subject of subjects.filter(({ way }) => way !== 'scan')) {
    results[subject.name] = await inFreshPage(browser, { isProduct: subject.isProduct }, async (page) => {
      if (subject.isProduct) {
        await page.addInitScript(() =>
          addEventListener('DOMContentLoaded', () =>
            document.documentElement.style.setProperty('--series-1', '#ff0000'),
          ),
        );
        await openProduct(page, url);
        await page.evaluate(async () => {
          await self.benchProduct.shown('/plot?d=bench:hard&p=all', self.benchProduct.isLoaded);
        });
        // Only the canvas of the data: the axis has the colour of its series.
        await page.addStyleTag({ content: '.plot-surface canvas:not(:nth-of-type(2)) { visibility: hidden }' });
      } else {
        await openPeer(page, url, subject, plot);
        await page.evaluate(() => self.benchPeer.show('hard', 'parse'));
        await page.evaluate(() => self.bench.nextFrame());
      }
      const picture = page.locator(subject.isProduct ? '.plot-surface' : '#plot');
      const png = await picture.screenshot({ animations: 'disabled' });
      keep(`hard-${subject.name}.png`, png);
      return judged(await inkOf(page, png), hard);
    });
    const { wrong, columns } = results[subject.name];
    log(`B7 ${subject.name}: ${wrong} of ${columns} columns wrong`);
  }
  return results;
}
