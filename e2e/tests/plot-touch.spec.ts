import type { CDPSession } from '@playwright/test';
import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';
import type { PlotPage } from '../pages/plot';

test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

type Finger = (share: number) => { x: number; y: number };

/** Where on the screen a share of the plot's width is, half way up. */
async function fingerOn(plot: PlotPage): Promise<Finger> {
  await plot.surface.evaluate((surface) => surface.scrollIntoView({ block: 'center' }));
  const box = await plot.surface.boundingBox();
  if (box === null) {
    throw new Error('the plot is not on the page');
  }
  return (share) => ({ x: box.x + box.width * share, y: box.y + box.height / 2 });
}

/** Moves fingers from some shares of the width to others, in steps. */
async function slide(touch: CDPSession, at: Finger, from: number[], to: number[]): Promise<void> {
  const send = (type: 'touchStart' | 'touchMove', shares: number[]): Promise<void> =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: shares.map((share, id) => ({ ...at(share), id })),
    });
  await send('touchStart', from);
  for (let step = 1; step <= 8; step += 1) {
    await send('touchMove', from.map((share, finger) => share + ((to[finger] - share) * step) / 8));
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('one finger moves the window, two zoom it, and the address follows', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.loaded();
  const touch = await page.context().newCDPSession(page);
  const at = await fingerOn(plot);
  const length = ([from, to]: string[]): number => Date.parse(`${to}Z`) - Date.parse(`${from}Z`);
  const before = await plot.window();
  await slide(touch, at, [0.4], [0.8]);
  await expect.poll(async () => (await plot.window())[0] < before[0]).toBe(true);
  await expect(page).toHaveURL(/from=.*to=/);
  const moved = await plot.window();
  expect(Math.abs(length(moved) / length(before) - 1)).toBeLessThan(0.01);
  await slide(touch, at, [0.45, 0.55], [0.3, 0.7]);
  await expect.poll(async () => length(await plot.window())).toBeLessThan(length(moved) * 0.6);
});

test('a tap reads the values under the finger', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.loaded();
  const at = await fingerOn(plot);
  const { x, y } = at(0.5);
  await page.touchscreen.tap(x, y);
  await expect(plot.readings.first()).toHaveText(/\d.*UTC/);
});
