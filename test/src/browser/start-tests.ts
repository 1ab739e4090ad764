/** A run that a person starts by the page's own form: every mistake at once, what it would do, and one run however often the button is pressed. */
import { beforeAll, expect, test } from 'vitest';
import { formTraining, SmallRuns } from './small-runs.js';

let runs: SmallRuns;

beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

const waitMs = 60_000;

test('a form with mistakes starts nothing and names them all; mended it is planned, and starts one run', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  await page.getByRole('link', { name: 'Start a run' }).first().click();
  await page.getByRole('radio', { name: /a pipeline file/ }).check();
  await page.getByLabel('The file (YAML)').fill(runs.spec);
  const settings = [...formTraining, 'training.epochs=0', 'training.batchSize=-1'];
  for (const [place, setting] of settings.entries()) {
    await page.getByRole('button', { name: /^Change (a setting|another)$/ }).click();
    const equals = setting.indexOf('=');
    await page.getByLabel(`Setting ${place + 1}`, { exact: true }).fill(setting.slice(0, equals));
    await page.getByLabel(`Value of setting ${place + 1}`).fill(setting.slice(equals + 1));
  }
  await page.getByLabel(/^Tags/).fill('by=form');
  await page.getByLabel(/^Note/).fill('by a person');
  const formRuns = async (): Promise<{ runId: string }[]> =>
    (await runs.server.ask('GET', '/v1/runs?tag=by%3Dform')).json.runs;
  const start = page.getByRole('button', { name: 'Start the run' });
  await start.click();
  const mistakes = page.getByRole('alert');
  await mistakes.getByText(/training\.epochs/).waitFor();
  await mistakes.getByText(/training\.batchSize/).waitFor();
  expect(await formRuns()).toEqual([]);
  for (const place of [3, 2])
    await page.getByRole('button', { name: `Leave setting ${place} as it is` }).click();
  await page.getByRole('button', { name: 'Plan it first' }).click();
  await page.getByRole('heading', { name: 'What it would do' }).waitFor({ timeout: waitMs });
  await page.getByText('Nothing stands in its way.').waitFor();
  await page.getByRole('row', { name: /^train/ }).waitFor();
  expect(await formRuns()).toEqual([]);
  await start.dblclick();
  // It has a warning of its data, so the page stays until it has been read.
  await page.getByRole('heading', { name: 'It has started' }).waitFor({ timeout: waitMs });
  await page.getByRole('main').getByRole('link', { name: /^leak/ }).click();
  await page.getByText('by a person').waitFor();
  await page.locator('main header:has(h1) [data-standing="succeeded"]').waitFor({ timeout: waitMs });
  expect(await formRuns()).toHaveLength(1);
  expect(visitor.mistakes).toEqual([]);
});
