import { expect, test } from '../harness/test';
import { everythingByTab } from '../harness/keyboard';
import { allPlaces } from '../pages/all';
import { Shell } from '../pages/shell';

test('Tab alone reaches everything that can be used, and shows where it is', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const shell = new Shell(page);
  for (const { name, address } of await allPlaces(request)) {
    await shell.open(address);
    await shell.settled();
    const { unreached, unmarked } = await everythingByTab(page);
    expect(unreached, `not reached on the page ${name}`).toEqual([]);
    expect(unmarked, `focus not visible on the page ${name}`).toEqual([]);
  }
});
