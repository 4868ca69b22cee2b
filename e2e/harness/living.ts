// The Logan files as of today: each site's rows are moved in time, so that its newest is as old as a spec wants.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const MINUTE_MS = 60_000;
const STEP_MS = 15 * MINUTE_MS;
/** The files write local standard time, seven hours behind UTC. */
const BEHIND_UTC_MS = 7 * 60 * MINUTE_MS;

/** Local time of a row; the files write it in three ways. */
function localMs(row: string): number {
  const [, year, month, day, hour, minute] = (/^(\d+)-(\d+)-(\d+) (\d+):(\d+)/.exec(row) ?? []).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

/**
 * Copies of the files. `minutesOld` says by the start of a file's name how old the newest row of its site is to be; values,
 * gaps and what is left out stay as they are.
 */
export function asOfToday(files: string[], minutesOld: Record<string, number>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'gagehouse-living-'));
  const now = Date.now() - BEHIND_UTC_MS;
  return Object.entries(minutesOld).flatMap(([site, minutes]) => {
    const own = files.filter((file) => basename(file).startsWith(site));
    const texts = own.map((file) => readFileSync(file, 'utf8').split(/\r?\n/).filter((line) => line !== ''));
    const newest = Math.max(...texts.map((lines) => localMs(lines[lines.length - 1])));
    const shift = Math.floor((now - minutes * MINUTE_MS - newest) / STEP_MS) * STEP_MS;
    return texts.map((lines, at) => {
      const moved = lines.slice(1).map((row) => {
        const time = new Date(localMs(row) + shift).toISOString().slice(0, 16).replace('T', ' ');
        return time + row.slice(row.indexOf(','));
      });
      const copy = join(folder, basename(own[at]));
      writeFileSync(copy, [lines[0], ...moved].join('\n'));
      return copy;
    });
  });
}
