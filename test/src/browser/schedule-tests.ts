/** A schedule as it is paused, resumed and run on the page. */
import { beforeAll, expect, test } from 'vitest';
import { decide } from './dialogs.js';
import { SmallRuns } from './small-runs.js';

let runs: SmallRuns;
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

test('one is paused with a note that others read, resumed, and run at once', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const registered = await visitor.ask('PUT', '/v1/pipelines/leak', { spec: runs.spec, reason: 'the first' });
  expect(registered).toEqual({ status: 200, code: null });
  const nightly = { pipeline: 'leak', cron: '0 6 * * *', timezone: 'Europe/Berlin', note: 'every morning' };
  expect((await visitor.ask('PUT', '/v1/schedules/nightly', nightly)).code).toBeNull();
  await page.goto(`${runs.server.url}/schedules`);
  const row = page.getByRole('row', { name: /nightly/ });
  const act = (verb: string, why?: string) =>
    decide(page, row.getByRole('button', { name: verb }), { verb, ...(why === undefined ? {} : { why }) });
  await act('Pause', 'the log is being mended');
  await row.getByText('paused').waitFor();
  await row.getByText('the log is being mended').waitFor();
  await act('Resume', 'it is mended');
  await row.getByText('it is mended').waitFor();
  await row.getByRole('time').waitFor();
  await act('Run now');
  await page.goto(`${runs.server.url}/runs?trigger=schedule`);
  await page.getByText('by a schedule', { exact: false }).first().waitFor();
  expect(visitor.mistakes).toEqual([]);
});
