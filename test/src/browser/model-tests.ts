/** What a person decides about versions of a model, on its page. */
import { beforeAll, expect, test } from 'vitest';
import { decide } from './dialogs.js';
import { SmallRuns, shortTraining, waitingForApproval } from './small-runs.js';

let runs: SmallRuns;
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

const history = async (model: string) =>
  (await runs.server.ask('GET', `/v1/models/${model}/history`)).json.changes.map(
    ({ action, version, reason }: Record<string, unknown>) => `${action} ${version}: ${reason}`,
  );

test('the challenger is promoted, and the champion before comes back by a rollback, each for a reason', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const first = { version: 1, reason: 'the first' };
  expect((await visitor.ask('POST', '/v1/models/browsed/promote', first)).status).toBe(200);
  await page.goto(`${runs.server.url}/models/browsed`);
  await page.getByText('@1 is the champion', { exact: false }).waitFor();
  await page.getByRole('heading', { name: 'Champion against challenger' }).waitFor();
  await decide(page, page.getByRole('button', { name: 'Promote @2' }), { verb: 'Promote', why: 'better' });
  await page.getByText('@2 is the champion, @1 was before', { exact: false }).waitFor();
  await decide(page, page.getByRole('button', { name: 'Roll back' }), { verb: 'Roll back', why: 'worse' });
  await page.getByText('@1 is the champion', { exact: false }).waitFor();
  await page.getByRole('row', { name: /rollback @1.*worse/ }).waitFor();
  expect((await history('browsed')).slice(0, 3)).toEqual([
    ...['rollback 1: worse', 'promote 2: better', 'promote 1: the first'],
  ]);
  // The next run's version is offered at once, on the page that is open.
  const third = await runs.start(visitor, shortTraining);
  await runs.server.follow(third);
  await page.getByRole('button', { name: 'Promote @3' }).waitFor();
  // All of that run came from the cache; its figures are those of the first.
  const figures = page.getByRole('region', { name: 'Figures of versions' });
  await figures.getByRole('row', { name: /^Challenger @3 \S+ \S+/ }).waitFor();
  // From the run to the version that was made of it, and back.
  await page.goto(`${runs.server.url}/runs/${third}`);
  await page.getByText('made browsed@3, the challenger', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'browsed@3', exact: true }).click();
  await page.getByRole('heading', { name: /^Challenger @3/ }).waitFor();
  await page.getByRole('link', { name: third, exact: true }).first().click();
  await page.getByRole('heading', { name: third }).waitFor();
  expect(visitor.mistakes).toEqual([]);
});

test('a version that waits for approval is asked for at home, and becomes the champion by a word', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const runId = await runs.start(visitor, waitingForApproval);
  await runs.server.follow(runId);
  await page.goto(runs.server.url);
  await page.getByRole('link', { name: 'awaited@1 waits for approval', exact: true }).click();
  await decide(page, page.getByRole('button', { name: 'Approve @1' }), { verb: 'Approve', why: 'looked at' });
  await page.getByText('@1 is the champion', { exact: false }).waitFor();
  expect((await history('awaited')).slice(0, 2)).toEqual(['promote 1: looked at', 'approve 1: looked at']);
  await page.getByRole('link', { name: 'Home' }).first().click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await page
    .getByRole('link', { name: 'awaited@1 waits for approval', exact: true })
    .waitFor({ state: 'detached' });
  expect(visitor.mistakes).toEqual([]);
});
