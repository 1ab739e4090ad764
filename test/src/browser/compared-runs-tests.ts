/** Two runs that were chosen in the list, beside each other. */
import { beforeAll, expect, test } from 'vitest';
import { SmallRuns } from './small-runs.js';

let runs: SmallRuns;
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

test('two runs that are chosen in the list: settings that differ, figures with their distance, curves', async () => {
  await using visitor = await runs.signedIn('viewer');
  const { page } = visitor;
  const { json } = await runs.server.ask('GET', '/v1/runs?pipeline=leak&status=succeeded');
  const ids: string[] = json.runs
    .map(({ runId }: { runId: string }) => runId)
    .reverse()
    .slice(0, 2);
  expect(ids).toHaveLength(2);
  await page.goto(`${runs.server.url}/runs?pipeline=leak`);
  for (const id of ids) await page.getByRole('checkbox', { name: `Compare ${id}` }).check();
  await page.getByRole('link', { name: 'Compare 2 runs' }).click();
  const settings = page.getByRole('region', { name: 'Settings of each run' });
  await settings.waitFor();
  // What both have the same is not there.
  expect(await settings.getByRole('columnheader').allInnerTexts()).toEqual([
    ...['Run', 'training.checkpointEvery', 'training.earlyStopping.patience', 'training.epochs'],
  ]);
  expect(await settings.getByRole('row').nth(1).getByRole('cell').allInnerTexts()).toContain('10s');
  const figures = page.getByRole('region', { name: 'Figures of conversion' });
  expect(await figures.getByRole('row').count()).toBe(3);
  // Of the second alone: the first is what it is held to.
  expect(
    await figures
      .getByRole('row')
      .nth(1)
      .getByText(/^[+-−]?0\.\d+ (better|worse)/)
      .count(),
  ).toBe(0);
  expect(await figures.getByRole('row').nth(2).textContent()).toMatch(/[+−-]\d/);
  await page.getByRole('figure', { name: /^conversion: loss/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('runs')).toBe(JSON.stringify(ids));
  // What is compared stands in the address alone.
  await page.reload();
  await settings.waitFor();
  expect(visitor.mistakes).toEqual([]);
});
