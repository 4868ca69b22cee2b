// How long scripts of a page ran in each frame, read from Chromium's own trace: the same for every library.

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];
/** What runs scripts. */
const SCRIPT = new Set(['EventDispatch', 'FireAnimationFrame', 'TimerFire', 'FunctionCall', 'RunMicrotasks', 'EvaluateScript']);

/** Traces while `run` acts on the page; milliseconds of script of each frame in which any ran. */
export async function scriptByFrame(browser, page, run) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const byThread = new Map();
  for (const event of traceEvents) {
    const thread = `${event.pid}:${event.tid}`;
    if (!mains.has(thread)) continue;
    if (!byThread.has(thread)) byThread.set(thread, { scripts: [], frames: [] });
    const { scripts, frames } = byThread.get(thread);
    if (event.ph === 'X' && SCRIPT.has(event.name)) scripts.push(event);
    if (event.name === 'Commit') frames.push(event.ts);
  }
  // The page's process is the one whose scripts ran longest.
  const total = ({ scripts }) => scripts.reduce((sum, { dur }) => sum + dur, 0);
  const [main] = [...byThread.values()].sort((one, other) => total(other) - total(one));
  if (main === undefined) throw new Error('the trace holds no script of the page');
  return inFrames(main);
}

function inFrames({ scripts, frames }) {
  scripts.sort((one, other) => one.ts - other.ts || other.dur - one.dur);
  frames.sort((one, other) => one - other);
  const took = new Map();
  let end = -Infinity;
  for (const { ts, dur } of scripts) {
    // What runs inside another is in its time already.
    if (ts + dur <= end) continue;
    end = ts + dur;
    let frame = frames.findIndex((start) => start > ts);
    if (frame === -1) frame = frames.length;
    took.set(frame, (took.get(frame) ?? 0) + dur / 1000);
  }
  return [...took.values()];
}
