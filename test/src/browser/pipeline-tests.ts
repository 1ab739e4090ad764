/** A pipeline that is cut by time, as its calendar tells it. */
import { beforeAll, expect, test } from 'vitest';
import { SmallRuns } from './small-runs.js';

let runs: SmallRuns;
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

test('of hours: each day opens into its hours, earlier days are a link away, and an empty source is told as that', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const { status, json } = await visitor.send('PUT', '/v1/pipelines/hourly', {
    spec: runs.hourlySpec,
    reason: 'by the hour',
  });
  expect([status, json.code]).toEqual([200, undefined]);
  await page.goto(`${runs.server.url}/pipelines`);
  await page.getByRole('link', { name: 'hourly' }).click();
  await page.getByRole('heading', { name: 'Its hours, by the day' }).waitFor();
  // The first day of the window may be a part of one.
  await page
    .getByRole('button', { name: /, \d{4}-\d{2}-\d{2}: 2[345] not there$/ })
    .first()
    .click();
  const hours = page.getByRole('region', { name: /^Hours of / });
  await hours.getByRole('img').first().waitFor();
  expect(await hours.getByRole('img').count()).toBeGreaterThan(20);
  await page.getByRole('link', { name: 'Earlier' }).click();
  await page.waitForURL(/until=/);
  await page.getByRole('link', { name: 'Now' }).click();
  await page.waitForURL((url) => !url.search.includes('until='));
  // Nothing has failed and nothing lacks: there is nothing to run again.
  expect(await page.getByRole('button', { name: /^Run (the failed|all)/ }).count()).toBe(0);
  expect(visitor.mistakes).toEqual([]);
});
