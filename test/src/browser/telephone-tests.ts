/** Views on a telephone: nothing is wider than it, nothing lies over another thing, and what can be done is in reach. */
import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { SmallRuns } from './small-runs.js';
import { viewsOf } from './views.js';

let runs: SmallRuns;
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

const telephone = { width: 390, height: 780 };

test('no view is wider than it', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  await page.setViewportSize(telephone);
  const wider: string[] = [];
  for (const { name, path, shown } of await viewsOf(runs)) {
    await page.goto(runs.server.url + path);
    await shown(page).waitFor();
    const over = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
    if (over > 0) wider.push(`${name} by ${over}`);
  }
  expect(wider).toEqual([]);
  const endOf = async (place: Locator) => {
    const box = await place.boundingBox();
    return box === null ? Number.POSITIVE_INFINITY : box.x + box.width;
  };
  await page.goto(`${runs.server.url}/schedules`);
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.waitFor();
  expect(await endOf(pause)).toBeLessThanOrEqual(telephone.width);
  // The last of the places: where one is, is in sight.
  await page.goto(`${runs.server.url}/health`);
  const here = page.getByRole('link', { name: 'Health' }).first();
  await expect.poll(() => endOf(here)).toBeLessThanOrEqual(telephone.width);
});

test('rows of a list that was open before it was turned are as high as their words', async () => {
  await using visitor = await runs.signedIn('viewer');
  const { page } = visitor;
  await page.goto(`${runs.server.url}/runs`);
  const row = page.getByRole('row').nth(1);
  await row.waitFor();
  const high = async () => (await row.boundingBox())?.height ?? 0;
  const wide = await high();
  await page.setViewportSize(telephone);
  await expect.poll(high).toBeGreaterThan(1.5 * wide);
});
