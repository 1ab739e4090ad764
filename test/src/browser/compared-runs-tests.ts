/** Runs beside each other: two that were chosen in the list, and the variants that one run has compared. */
import { beforeAll, expect, test } from 'vitest';
import { keepComparison, keptComparison } from './kept-comparison.js';
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

test('variants of a comparison: differences with intervals around zero, drawn, and in a table that says the same', async () => {
  await keepComparison(runs.stack.homeDir);
  await using visitor = await runs.signedIn('viewer');
  const { page } = visitor;
  await page.goto(`${runs.server.url}/runs/${keptComparison}`);
  await page.getByRole('heading', { name: 'Differences from usual' }).waitFor();
  const counts = '1 better, 2 worse, 1 neither. The table tells each.';
  const drawn = (title: string) =>
    page.getByRole('img', { name: `${title} of click less usual’s, with 95 % intervals: ${counts}` });
  for (const title of ['AUC', 'log loss']) await drawn(title).waitFor();
  // What is better is so by what the figure declares; right and left of zero.
  const marks = await Promise.all(
    ['wider: +0.0040', 'alike: +0.0004', 'narrower: −0.0030'].map(async (told) => {
      const mark = drawn('AUC').locator('g[data-verdict]', { hasText: told });
      const at = Number(await mark.locator('circle').getAttribute('cx'));
      return { at, verdict: await mark.getAttribute('data-verdict') };
    }),
  );
  expect(marks.map(({ verdict }) => verdict)).toEqual(['better', 'neither', 'worse']);
  expect(marks.map(({ at }) => at)).toEqual(marks.map(({ at }) => at).sort((one, other) => other - one));
  const table = page.getByRole('region', { name: 'Variants on click' });
  const row = async (name: string) => (await table.getByRole('row', { name }).first().textContent()) ?? '';
  expect(await row('wider')).toContain('0.7540 ±0.0010+0.0040 better (95 %: +0.0030 to +0.0050)');
  expect(await row('wider')).toContain('−0.0020 better (95 %: −0.0030 to −0.0010)');
  expect(await row('narrower')).toContain('−0.0030 worse');
  expect(await row('alike')).toMatch(/\+0\.0004 \(95 %/);
  expect(await row('usual')).toContain('baseline');
  await page.getByRole('figure', { name: /^click: loss/ }).waitFor();
  await page.getByRole('radio', { name: 'like' }).check();
  await page.getByRole('region', { name: 'Variants on like' }).waitFor();
  await page.getByRole('img', { name: /^AUC of like .* 0 better, 1 worse, 3 neither/ }).waitFor();
  expect(visitor.mistakes).toEqual([]);
});
